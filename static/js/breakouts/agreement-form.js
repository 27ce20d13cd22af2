// <agreement-form>: a member's answer to a recommendation. A tap is sent at once. The reason is saved on this phone at
// each key press, and sent with the answer when its author pauses, leaves the field, or the page goes on.

import { keepDraft, read, savedWords, submit } from "../storage/outbox.js";

const PAUSE_MS = 1500; // so that the group does not watch how a reason is being written

class AgreementForm extends HTMLElement {
  #entry = null;
  #timer = null;
  #isTyped = false; // the reason, since it was last sent
  #listen = ({ detail }) => detail.contest === this.#name && this.#hear(detail);

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    for (const name of ["refreshed", "visibilitychange"]) document.addEventListener(name, this);
    for (const name of ["click", "input", "change"]) this.addEventListener(name, this);
    const entry = await read(this.#name);
    this.#isTyped ||= entry.draft !== null;
    this.#hear(entry);
    this.#sendTyped();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
    for (const name of ["refreshed", "visibilitychange"]) document.removeEventListener(name, this);
    this.#sendTyped();
  }

  handleEvent(event) {
    if (event.type === "refreshed") return this.#show();
    if (event.type === "input") return this.#keep();
    if (event.type !== "click") return this.#sendTyped();
    const button = event.target.closest("[name=stance]");
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    this.#send(button.value);
  }

  get #name() {
    return `agreement:${this.dataset.recommendation}`;
  }

  get #field() {
    return this.querySelector("textarea");
  }

  get #stance() {
    return this.querySelector("[name=stance][aria-pressed=true]")?.value;
  }

  #keep() {
    this.#isTyped = true;
    keepDraft(this.#name, { reason: this.#field.value });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sendTyped(), PAUSE_MS);
  }

  #sendTyped() {
    if (this.#isTyped && this.#stance) this.#send(this.#stance);
  }

  #send(stance) {
    clearTimeout(this.#timer);
    this.#isTyped = false;
    const { recommendation, meant } = this.dataset;
    const answer = { stance, reason: this.#field.value.trim(), meant };
    submit(this.#name, answer, { agreement: Number(recommendation) });
  }

  #hear(entry) {
    this.#entry = entry;
    this.#show();
    if (entry.state !== "counted" || entry.draft) return;
    this.#field.defaultValue = entry.choices.reason; // no longer a change, so the next page may replace it
    document.querySelector("live-page").refresh();
  }

  // The page has the answer that the server knows; this phone may have a newer one.
  #show() {
    if (!this.#entry) return;
    const { state, draft, choices } = this.#entry;
    const isSent = ["draft", "counted"].includes(state);
    if (!isSent && state !== "refused") this.#press(choices.stance);
    const reason = draft?.reason ?? (isSent ? this.#field.value : choices.reason);
    if (this.#field.value !== reason && this.#field !== document.activeElement) this.#field.value = reason;
    this.toggleAttribute("data-half-done", draft !== null);
    this.#say(this.#words(this.#entry));
  }

  #press(stance) {
    for (const button of this.querySelectorAll("[name=stance]")) {
      button.setAttribute("aria-pressed", String(button.value === stance));
    }
  }

  #words({ state, draft, refusal }) {
    const { textDraft, textUnanswered, textSending, textCounted } = this.dataset;
    if (draft !== null) return this.#stance ? textDraft : draft.reason && textUnanswered;
    return { saved: savedWords(this.dataset), sending: textSending, counted: textCounted, refused: refusal }[state];
  }

  #say(words = "") {
    const status = this.querySelector("[data-status]");
    if (status.textContent !== words) status.textContent = words;
  }
}

customElements.define("agreement-form", AgreementForm);
