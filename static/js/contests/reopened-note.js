// <reopened-note>: says of a reopened vote whether this phone's ballot is counted. The page knows it from before;
// a ballot that is counted meanwhile changes it, for phones fetch no page when somebody votes.

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
