// <unsent-notes>: notes that the server does not have, with the reason, unless a form of theirs shows it: new
// ones being sent, and refused ones. Its <template> is one note.

import { NOTE } from "./note-form.js";
import { forget, kept, read, savedWords } from "../storage/outbox.js";

class UnsentNotes extends HTMLElement {
  #entries = new Map();
  #listen = ({ detail }) => this.#hear(detail);
  #collect = () => this.#lookAgain();

  connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    document.addEventListener("refreshed", this.#collect);
    this.addEventListener("click", this);
    this.#lookAgain();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
    document.removeEventListener("refreshed", this.#collect);
  }

  async handleEvent({ target }) {
    const name = target.closest("[data-discard]")?.closest("li").dataset.name;
    if (!name) return;
    await forget(name);
    this.#lookAgain();
  }

  async #lookAgain() {
    this.#entries.clear();
    for (const name of await kept(NOTE)) this.#take(await read(name));
    this.#show();
  }

  #hear(entry) {
    if (!entry.contest.startsWith(NOTE)) return;
    this.#take(entry);
    this.#show();
    if (entry.state === "counted" && this.#entries.has(entry.contest)) this.#settle(entry.contest);
  }

  #take(entry) {
    if (entry.choices && !hasAForm(entry.contest)) this.#entries.set(entry.contest, entry);
  }

  // Keep it here until the page shows it among the stored notes.
  async #settle(name) {
    await forget(name);
    document.querySelector("live-page").refresh();
  }

  #show() {
    this.hidden = this.#entries.size === 0;
    const rows = [...this.#entries.values()].reverse().map((entry) => this.#row(entry));
    this.querySelector("ul").replaceChildren(...rows);
  }

  #row({ contest, choices, state, refusal }) {
    const row = this.querySelector("template").content.cloneNode(true);
    row.querySelector("li").dataset.name = contest;
    row.querySelector("[data-headline]").textContent = choices.headline;
    row.querySelector("[data-detail]").textContent = choices.detail;
    const { textSending, textCounted } = this.dataset;
    const words = { saved: savedWords(this.dataset), sending: textSending, counted: textCounted, refused: refusal };
    row.querySelector("[data-state]").textContent = words[state] ?? "";
    row.querySelector("[data-discard]").hidden = state !== "refused";
    return row;
  }
}

function hasAForm(name) {
  return document.querySelector(`note-form[data-key="${name.slice(NOTE.length)}"]`) !== null;
}

customElements.define("unsent-notes", UnsentNotes);
