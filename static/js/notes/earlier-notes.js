// <earlier-notes>: notes that this device keeps for other links of the workshop, such as a removed one. They can be
// sent with this link. Its <template> is one note.

import { DRAFT, NOTE } from "./note-form.js";
import { confirmed } from "../forms/confirm.js";
import { focusRow, placeOf } from "../keyboard/focus-neighbour.js";
import { forgetOfOthers, keptForOthers, submit } from "../storage/outbox.js";
import { randomKey } from "../storage/random-key.js";

class EarlierNotes extends HTMLElement {
  #entries = new Map(); // name in storage → entry

  connectedCallback() {
    this.addEventListener("click", this);
    this.#collect();
  }

  async handleEvent({ target }) {
    const button = target.closest("button");
    const row = button?.closest("li");
    if (!row || !(await confirmed(this, button))) return;
    const [{ name }, at] = [row.dataset, placeOf(row)];
    if (button.dataset.send !== undefined) await this.#send(this.#entries.get(name));
    await forgetOfOthers(name);
    await this.#collect();
    focusRow(this.querySelector("ul"), at);
  }

  #send(entry) {
    const key = entry.contest === DRAFT ? randomKey() : entry.contest.slice(NOTE.length);
    const link = Number(this.dataset.link);
    return submit(NOTE + key, textOf(entry), { note: { link, key }, after: entry.revision });
  }

  async #collect() {
    this.#entries = new Map((await keptForOthers("notes-")).filter(([, entry]) => isUnsent(entry)));
    this.hidden = this.#entries.size === 0;
    this.querySelector("ul").replaceChildren(...[...this.#entries].map(([name, entry]) => this.#row(name, entry)));
  }

  #row(name, entry) {
    const row = this.querySelector("template").content.cloneNode(true);
    row.querySelector("li").dataset.name = name;
    for (const field of ["headline", "detail"]) row.querySelector(`[data-${field}]`).textContent = textOf(entry)[field];
    return row;
  }
}

const textOf = ({ draft, choices }) => draft ?? choices ?? {};

function isUnsent(entry) {
  const { headline, detail } = textOf(entry);
  return Boolean(headline || detail) && (entry.draft !== null || entry.state !== "counted");
}

customElements.define("earlier-notes", EarlierNotes);
