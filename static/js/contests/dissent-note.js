// <dissent-note>: an objection of a voter to a result. It is saved while typed, sent with the receipt of this
// phone's ballot (which only proves that it voted), and can be withdrawn.

import { setText } from "../live/set-text.js";
import { EntryForm } from "../storage/entry-form.js";
import { keepDraft, read, savedWords, submit } from "../storage/outbox.js";

class DissentNote extends EntryForm {
  isTouched = false;
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#fields.disabled && this.#admit(detail);

  get contest() {
    return this.#field.dataset.rescue;
  }

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    for (const name of ["click", "input"]) this.addEventListener(name, this);
    await this.#admit(await read(this.dataset.contest));
  }

  // The server may acknowledge the ballot only after the reveal. A later change may have come too late.
  async #admit({ countedAt }) {
    this.#fields.disabled = !countedAt;
    if (this.#fields.disabled) return this.#say(this.dataset.textNone);
    if (this.isConnected) await super.connectedCallback();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
    super.disconnectedCallback();
  }

  handleEvent({ type, target }) {
    this.isTouched ||= type === "input" || target.closest("button") !== null;
    if (type === "input") return keepDraft(this.contest, this.#field.value);
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

  async #send(text) {
    const { contest, theme, recommendation } = this.dataset;
    const { receipt } = await read(contest);
    const one = theme ? { theme: Number(theme) } : { recommendation: Number(recommendation) };
    submit(this.contest, { text }, { about: { contest, receipt, ...one } });
  }

  take(entry) {
    this.#field.value = entry.draft ?? entry.choices?.text ?? "";
  }

  follow(entry) {
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
