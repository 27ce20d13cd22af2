// <note-form>: a form for a new note, or for changing one. Input is saved on this phone at each key press, and
// sent notes until the server has them, so that neither a reload nor a lost connection loses text. A new note
// is sent with its own key, and the form is free for the next; <unsent-notes> shows it.

import { whenSaved } from "../forms/typed-fields.js";
import { setText } from "../live/set-text.js";
import { forget, keepDraft, read, savedWords, submit } from "../storage/outbox.js";
import { randomKey } from "../storage/random-key.js";

export const NOTE = "note:";
export const DRAFT = "new-note"; // the draft of the next note
const MOST_UNANSWERED = 5;

class NoteForm extends HTMLElement {
  #entry = null;
  #sent = null; // the name of the last note that was sent
  #unkept = null; // the input until the outbox has it, because its entries lag behind the keys
  #listen = ({ detail }) => this.#hear(detail);
  #refill = () => this.#showAgain();

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
    if (event.type === "input") return this.#typeOn();
    event.preventDefault();
    this.#send();
  }

  // The line below a new note says what became of the last one, until the next is begun.
  #typeOn() {
    this.#keep();
    if (!this.#isNew || !(this.#unkept.headline || this.#unkept.detail)) return;
    this.#sent = null;
    this.#say({});
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
    const { headline, detail, source, theme, seen } = this.#form.elements;
    const typed = { headline: headline.value, detail: detail.value, theme: theme?.value ?? "", seen: seen.value };
    return source ? { ...typed, source: source.value } : typed;
  }

  // Keep the session for the next note, which is usually from the same session.
  #send() {
    const note = { ...this.#typed(), unanswered: this.#unanswered() };
    const key = this.dataset.key ?? randomKey();
    this.#sent = NOTE + key;
    this.#unkept = null;
    const link = Number(this.dataset.link);
    submit(this.#sent, note, { note: { link, key }, after: Number(this.dataset.revision ?? 0) });
    if (!this.#isNew) return;
    const { headline, detail, theme } = this.#form.elements;
    const fields = [theme, detail, headline].filter(Boolean);
    for (const field of fields) field.value = "";
    for (const field of fields) {
      field.dispatchEvent(new Event("input", { bubbles: true })); // also for the character counter
    }
    headline.focus();
  }

  // Earlier changes without an answer: if one has arrived, it is not somebody else's.
  #unanswered() {
    const { state, choices } = this.#entry ?? {};
    if (this.#isNew || !choices || !["saved", "sending"].includes(state)) return [];
    const { seen, unanswered = [], ...words } = choices;
    return [...unanswered, words].slice(-MOST_UNANSWERED);
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
    if (this.#shown) this.#open();
    this.#tell(entry);
  }

  #open() {
    this.closest("details").open = true;
  }

  #follow(entry) {
    this.#entry = entry;
    if (JSON.stringify(entry.draft) === JSON.stringify(this.#unkept)) this.#unkept = null;
    const { headline, detail } = entry.draft ?? {};
    this.toggleAttribute("data-half-done", Boolean(this.#isNew ? headline || detail : entry.draft));
  }

  // After a refresh of the page.
  #showAgain() {
    this.#fill();
    if (!this.#isNew && this.#shown) this.#say(this.#entry);
  }

  // A refresh may bring other sessions or themes to choose from, and a newer text, also for a field that kept its
  // focus. The mark is that of the text in the form, or of the earlier text that the input changes.
  #fill() {
    const { seen, text = "{}" } = this.dataset;
    for (const [name, value] of Object.entries({ seen, ...JSON.parse(text), ...this.#shown })) {
      const field = this.#form.elements[name];
      if (field && field.value !== value) field.value = value;
    }
  }

  // The input that the server does not have. After a refusal, the page shows the text that it would replace. (A new
  // note is on the page before its entry is deleted: do not open it for editing.)
  get #shown() {
    const { draft, choices, state } = this.#entry ?? {};
    const typed = this.#unkept ?? draft;
    if (this.#isNew) return typed;
    if (state === "refused" && (!typed || typed.seen === choices.seen)) {
      return { ...(typed ?? choices), seen: this.dataset.seen }; // also input from before the page showed the other text
    }
    return typed ?? (state === "saved" && choices.seen ? choices : null);
  }

  #tell(entry) {
    const { state, draft, digest } = entry;
    this.#say(entry);
    if (state === "counted") this.#settle(draft, digest);
    if (state !== "refused" || draft) return;
    if (!this.#isNew) this.#open();
    document.querySelector("live-page").refresh(); // its current state on the server
  }

  // A refusal is said until the text is sent again.
  #say({ state, draft, refusal, code }) {
    const { textSending, textCounted } = this.dataset;
    const words = { saved: savedWords(this.dataset), sending: textSending, counted: textCounted, refused: refusal };
    const isRefused = state === "refused";
    const said = draft && !this.#isNew && !isRefused ? "" : (words[state] ?? "");
    const status = this.querySelector("[data-status]");
    setText(status, said);
    status.classList.toggle("form-note", isRefused);
    status.dataset.outcome = isRefused ? "refused" : "";
    const theirs = this.closest("[data-note]")?.querySelector("[data-theirs]");
    if (theirs) theirs.hidden = !isRefused || code !== "changed-meanwhile";
  }

  // What was typed in the meantime changes the text that was sent.
  async #settle(draft, digest) {
    if (this.#isNew) return (this.#sent = null); // its form shows what happens to it
    const typed = this.#unkept ?? draft;
    if (!typed) {
      whenSaved(this.#form)();
      await forget(this.#name);
    } else if (typed.seen !== digest) {
      this.#form.elements.seen.value = digest;
      this.#keep();
    }
    document.querySelector("live-page").refresh();
  }
}

customElements.define("note-form", NoteForm);
