// <unsent-notes>: notes that the server does not have, with the reason, unless a form of theirs shows it: new
// ones being sent, and changes of notes that were sorted or withdrawn. These can be sent as new notes. Its
// <template> is one note.

import { NOTE } from "./note-form.js";
import { confirmed } from "../forms/confirm.js";
import { focusRow, placeOf } from "../keyboard/focus-neighbour.js";
import { forget, kept, read, savedWords, submit } from "../storage/outbox.js";
import { randomKey } from "../storage/random-key.js";

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
    const button = target.closest("[data-send], [data-discard]");
    if (!button || !(await confirmed(this, button))) return;
    const row = button.closest("li");
    const [{ name }, at] = [row.dataset, placeOf(row)];
    if (button.dataset.send !== undefined) this.#sendAnew(this.#entries.get(name));
    await forget(name);
    await this.#lookAgain();
    focusRow(this.querySelector("ul"), at);
  }

  #sendAnew(entry) {
    const key = randomKey();
    const { link } = document.querySelector("note-form").dataset;
    submit(NOTE + key, { ...textOf(entry), seen: "" }, { note: { link: Number(link), key } });
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
    if (entry.state === "counted" && !entry.draft && this.#entries.has(entry.contest)) this.#settle(entry.contest);
  }

  #take(entry) {
    if (textOf(entry) && !hasAForm(entry.contest)) this.#entries.set(entry.contest, entry);
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

  #row(entry) {
    const { contest, draft, state, refusal } = entry;
    const { headline, detail } = textOf(entry);
    const row = this.querySelector("template").content.cloneNode(true);
    row.querySelector("li").dataset.name = contest;
    row.querySelector("[data-headline]").textContent = headline;
    row.querySelector("[data-detail]").textContent = detail;
    const { textSending, textCounted } = this.dataset;
    const words = { saved: savedWords(this.dataset), sending: textSending, counted: textCounted, refused: refusal };
    row.querySelector("[data-state]").textContent = draft ? this.#reason(contest) : (words[state] ?? "");
    row.querySelector("[data-choices]").hidden = state !== "refused" && !draft;
    return row;
  }

  // Why the note of a half-typed change has no form.
  #reason(name) {
    const isSorted = document.getElementById(`note-${name.slice(NOTE.length)}`) !== null;
    return isSorted ? this.dataset.textSorted : this.dataset.textWithdrawn;
  }
}

function textOf({ draft, choices }) {
  return draft ?? choices;
}

function hasAForm(name) {
  return document.querySelector(`note-form[data-key="${name.slice(NOTE.length)}"]`) !== null;
}

customElements.define("unsent-notes", UnsentNotes);
