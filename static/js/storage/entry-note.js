// The base class of notes about an entry of the outbox: the page has the state that the server knows, and the entry
// on this phone can change the text. Subclasses define follow(entry).

import { read } from "./outbox.js";

export class EntryNote extends HTMLElement {
  #listen = ({ detail }) => detail.contest === this.contest && this.follow(detail);

  get contest() {
    return this.dataset.contest;
  }

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    this.follow(await read(this.contest));
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  // The page has become that of another state.
  renew() {
    this.connectedCallback();
  }

  say(words, { warns = false } = {}) {
    this.textContent = words;
    this.classList.toggle("warn", warns);
  }
}
