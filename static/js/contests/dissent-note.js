// <dissent-note>: an objection of a voter to a result. It is saved while typed, sent with the receipt of this
// phone's ballot (which only proves that it voted), and can be withdrawn.

import { setText } from "../live/set-text.js";
import { keepDraft, read, savedWords, submit } from "../storage/outbox.js";

class DissentNote extends HTMLElement {
  #entry = null;
  #listen = ({ detail }) => {
    if (detail.contest === this.#name) this.#hear(detail);
    else if (detail.contest === this.dataset.contest && this.#fields.disabled) this.#admit(detail);
  };

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    for (const name of ["click", "input"]) this.addEventListener(name, this);
    await this.#admit(await read(this.dataset.contest));
  }

  // The server may acknowledge the ballot only after the reveal. A later change may have come too late.
  async #admit({ countedAt }) {
    this.#fields.disabled = !countedAt;
    if (this.#fields.disabled) return this.#say(this.dataset.textNone);
    this.#take(await read(this.#name));
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  handleEvent({ type, target }) {
    if (type === "input") return keepDraft(this.#name, this.#field.value);
    const button = target.closest("button")?.dataset;
    if (button?.takeBack !== undefined) this.#field.value = "";
    if (button) this.#send(this.#field.value.trim());
  }

  get #fields() {
    return this.querySelector("fieldset");
  }

  get #field() {
    return this.querySelector("textarea");
  }

  get #name() {
    const { contest, theme, recommendation } = this.dataset;
    return `dissent:${contest}:${theme ?? ""}:${recommendation ?? ""}`;
  }

  async #send(text) {
    const { contest, theme, recommendation } = this.dataset;
    const { receipt } = await read(contest);
    const one = theme ? { theme: Number(theme) } : { recommendation: Number(recommendation) };
    submit(this.#name, { text }, { about: { contest, receipt, ...one } });
  }

  // An entry saved or sent by another tab is the newest.
  #hear(entry) {
    if (entry.elsewhere) this.#take(entry);
    else this.#follow(entry);
  }

  #take(entry) {
    this.#field.value = entry.draft ?? entry.choices?.text ?? "";
    this.#follow(entry);
  }

  #follow(entry) {
    this.#entry = entry;
    const typed = this.#field.value.trim();
    const sent = entry.choices?.text ?? "";
    this.toggleAttribute("data-half-done", entry.draft !== null && typed !== sent);
    this.querySelector("[data-send]").disabled = !typed || (typed === sent && entry.state !== "refused");
    this.querySelector("[data-take-back]").hidden = !sent;
    this.#say(this.#words(entry, typed === sent));
  }

  #words({ state, choices, refusal }, same) {
    if (!choices || !same) return "";
    const counted = choices.text ? this.dataset.textCounted : this.dataset.textTakenBack;
    return { saved: savedWords(this.dataset), sending: this.dataset.textSending, counted, refused: refusal }[state] ?? "";
  }

  #say(words) {
    setText(this.querySelector("[data-status]"), words);
  }
}

customElements.define("dissent-note", DissentNote);
