// <closed-vote>: says after the close that this phone's last change came too late. The server only knows that it has
// a ballot.

import { cameLate, read } from "../storage/outbox.js";

class ClosedVote extends HTMLElement {
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#follow(detail);

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    this.#follow(await read(this.dataset.contest));
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  // The page has become that of another close.
  renew() {
    this.connectedCallback();
  }

  #follow(entry) {
    if (entry.countedAt && cameLate(entry)) this.textContent = this.dataset.textLate;
  }
}

customElements.define("closed-vote", ClosedVote);
