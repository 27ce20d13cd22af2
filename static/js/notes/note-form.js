// <note-form>: a note to write, or one to change. What is typed is kept on this phone at each key, and
// what is sent until the server has it, so neither a reload nor a lost connection costs a word. A new
// note is sent under a key of its own, and the form is free for the next; <unsent-notes> shows it.

import { forget, keepDraft, read, savedWords, submit } from "../storage/outbox.js";

export const NOTE = "note:";
const DRAFT = "new-note"; // what is half written of the next one

class NoteForm extends HTMLElement {
  #entry = null;
  #sent = null; // the name of the note that was sent last
  #unkept = null; // what is typed, until the outbox has it: its entries lag behind the keys
  #listen = ({ detail }) => this.#hear(detail);
  #refill = () => this.#fill();

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    document.addEventListener("refreshed", this.#refill);
    for (const name of ["input", "submit"]) this.addEventListener(name, this);
    if (!this.#isNew) this.#sent = this.#name;
    this.#take(await read(this.#name));
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
    document.removeEventListener("refreshed", this.#refill);
  }

  handleEvent(event) {
    if (event.type === "input") return this.#keep();
    event.preventDefault();
    this.#send();
  }

  #keep() {
    this.#unkept = this.#typed();
    keepDraft(this.#name, this.#unkept);
  }

  get #form() {
    return this.querySelector("form");
  }

  get #isNew() {
    return this.dataset.key === undefined;
  }

  get #name() {
    return this.#isNew ? DRAFT : NOTE + this.dataset.key;
  }

  #typed() {
    const { headline, detail, source, theme } = this.#form.elements;
    const typed = { headline: headline.value, detail: detail.value, theme: theme?.value ?? "" };
    return source ? { ...typed, source: source.value } : typed;
  }

  // The session stays for the next note: it is mostly of the same.
  #send() {
    const note = this.#typed();
    const key = this.dataset.key ?? newKey();
    this.#sent = NOTE + key;
    const link = Number(this.dataset.link);
    submit(this.#sent, note, { note: { link, key }, after: Number(this.dataset.revision ?? 0) });
    if (!this.#isNew) return;
    const { headline, detail, theme } = this.#form.elements;
    for (const field of [theme, detail, headline].filter(Boolean)) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true })); // also for what counts its letters
    }
    headline.focus();
  }

  #hear(entry) {
    if (entry.contest === this.#name && entry.elsewhere) this.#take(entry);
    else if (entry.contest === this.#name) this.#follow(entry);
    if (entry.contest === this.#sent) this.#tell(entry);
  }

  #take(entry) {
    if (entry.elsewhere) this.#unkept = null;
    this.#follow(entry);
    this.#fill();
    if (this.#isNew) return;
    if (entry.draft || this.#isUnsent(entry)) this.closest("details").open = true;
    this.#tell(entry);
  }

  // A note that has just been sent is on the page before its entry is forgotten: nothing to open it for.
  #isUnsent({ choices, revision }) {
    return choices && revision > Number(this.dataset.revision);
  }

  #follow(entry) {
    this.#entry = entry;
    if (JSON.stringify(entry.draft) === JSON.stringify(this.#unkept)) this.#unkept = null;
    const { headline, detail } = entry.draft ?? {};
    this.toggleAttribute("data-half-done", Boolean(this.#isNew ? headline || detail : entry.draft));
  }

  // Also after the page was fetched anew, with other sessions or themes to choose from.
  #fill() {
    const shown = this.#unkept ?? this.#entry?.draft ?? (this.#isNew ? null : this.#entry?.choices);
    for (const [name, value] of Object.entries(shown ?? {})) {
      const field = this.#form.elements[name];
      if (field && field.value !== value) field.value = value;
    }
  }

  #tell({ state, draft, refusal }) {
    const { textSending, textCounted } = this.dataset;
    const words = { saved: savedWords(this.dataset), sending: textSending, counted: textCounted, refused: refusal };
    const said = draft && !this.#isNew ? "" : (words[state] ?? "");
    const status = this.querySelector("[data-status]");
    if (status.textContent !== said) status.textContent = said;
    if (state === "counted") this.#settle();
    if (state === "refused") document.querySelector("live-page").refresh(); // what has it become?
  }

  async #settle() {
    if (this.#isNew) return (this.#sent = null); // its form tells of what becomes of it
    await forget(this.#name);
    document.querySelector("live-page").refresh();
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("note-form", NoteForm);
