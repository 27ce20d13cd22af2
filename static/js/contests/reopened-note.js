// <reopened-note>: shows in a reopened vote whether this phone's ballot is counted. The page has the state at
// its load; a ballot counted since changes it here, because phones are not refreshed when people vote.

import { read } from "../storage/outbox.js";

class ReopenedNote extends HTMLElement {
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#follow(detail);

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    this.#follow(await read(this.dataset.contest));
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  #follow({ countedAt }) {
    if (countedAt) this.textContent = this.dataset.textCounted;
  }
}

customElements.define("reopened-note", ReopenedNote);
