// <unsent-notes>: new notes that the server does not have yet, and why. Its <template> is one of them.

import { NOTE } from "./note-form.js";
import { forget, kept, read } from "./outbox.js";

class UnsentNotes extends HTMLElement {
  #entries = new Map();
  #listen = ({ detail }) => this.#hear(detail);
  #sweep = () => this.#forgetShown();

  async connectedCallback() {
    document.addEventListener("ballot", this.#listen);
    document.addEventListener("refreshed", this.#sweep);
    for (const name of await kept(NOTE)) this.#hear(await read(name));
  }

  disconnectedCallback() {
    document.removeEventListener("ballot", this.#listen);
    document.removeEventListener("refreshed", this.#sweep);
  }

  #hear(entry) {
    if (!entry.contest.startsWith(NOTE) || !entry.choices || isOnThePage(entry.contest)) return;
    this.#entries.set(entry.contest, entry);
    this.#show();
    if (entry.state === "counted") this.#settle(entry.contest);
  }

  // It stays here until the page shows it as what has arrived.
  async #settle(name) {
    await forget(name);
    document.querySelector("live-page").refresh();
  }

  #forgetShown() {
    for (const name of this.#entries.keys()) if (isOnThePage(name)) this.#entries.delete(name);
    this.#show();
  }

  #show() {
    this.hidden = this.#entries.size === 0;
    this.querySelector("ul").replaceChildren(...[...this.#entries.values()].reverse().map((entry) => this.#row(entry)));
  }

  #row({ choices, state, refusal }) {
    const row = this.querySelector("template").content.cloneNode(true);
    row.querySelector("[data-headline]").textContent = choices.headline;
    row.querySelector("[data-detail]").textContent = choices.detail;
    const { textSaved, textSending, textCounted } = this.dataset;
    const words = { saved: textSaved, sending: textSending, counted: textCounted, refused: refusal };
    row.querySelector("[data-state]").textContent = words[state] ?? "";
    return row;
  }
}

function isOnThePage(name) {
  return document.querySelector(`[data-note="${name.slice(NOTE.length)}"]`) !== null;
}

customElements.define("unsent-notes", UnsentNotes);
