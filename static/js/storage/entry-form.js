// The base class of forms whose answer is an entry of the outbox. Subclasses define take(entry), which shows the
// answer of an entry, and follow(entry), which shows its state. While one `isTouched`, its own answer is newer.

import { cameLate, read } from "./outbox.js";

export class EntryForm extends HTMLElement {
  entry = null;
  isLate = false; // it arrived after a close, and the vote or the survey has been reopened since
  #listen = ({ detail }) => detail.contest === this.contest && this.#hear(detail);

  get contest() {
    return this.dataset.contest;
  }

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    const entry = await read(this.contest);
    this.isLate = cameLate(entry);
    this.#show(entry, { takes: !this.isTouched }); // storage may be slower than the first tap
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  // An entry saved or sent by another tab is the newest.
  #hear(entry) {
    this.isLate &&= cameLate(entry);
    this.#show(entry, { takes: entry.elsewhere });
  }

  #show(entry, { takes }) {
    this.entry = entry;
    this.toggleAttribute("data-late", this.isLate);
    if (takes) this.take(entry);
    this.follow(entry);
  }
}
