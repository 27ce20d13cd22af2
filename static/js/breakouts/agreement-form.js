// <agreement-form>: a member's answer to a recommendation. A tap is sent at once. The reason is saved on this phone at
// each key press, and sent with the answer when its author pauses, leaves the field, or the page goes on.

import { isConnected } from "../live/connection.js";
import { setText } from "../live/set-text.js";
import { forget, keepDraft, read, savedWords, submit } from "../storage/outbox.js";

const PAUSE_MS = 10000; // so that the group does not watch how a reason is being written
const TAP_MS = 1000; // the field may have been left to tap another answer

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
    if (entry.state === "counted" && !this.#isTyped && !this.#entry) return forget(this.#name); // the page has it
    this.#entry ??= entry;
    this.#show();
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
    if (event.type === "change") return this.#sendAfter(TAP_MS);
    if (event.type !== "click") return this.#sendTyped();
    const button = event.target.closest("[name=stance]");
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    const { meant, wording } = this.dataset;
    this.#send(button.value, meant || (isConnected() ? "" : wording));
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
    this.#sendAfter(PAUSE_MS);
  }

  #sendAfter(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sendTyped(), ms);
  }

  // A reason does not move its answer to another wording, also if the answer has not been sent.
  #sendTyped() {
    if (!this.#isTyped || !this.#stance) return;
    const { state, choices } = this.#entry ?? {};
    const isUnsent = ["saved", "sending"].includes(state);
    this.#send(this.#stance, (isUnsent && choices.meant) || this.dataset.wording);
  }

  #send(stance, meant) {
    clearTimeout(this.#timer);
    this.#isTyped = false;
    const answer = { stance, reason: this.#field.value.trim(), meant };
    submit(this.#name, answer, { agreement: Number(this.dataset.recommendation) });
  }

  #hear(entry) {
    this.#entry = entry;
    this.#show();
    if (!["counted", "refused"].includes(entry.state) || entry.draft) return;
    // No longer a change, so the next page may replace it.
    if (entry.state === "counted") this.#field.defaultValue = entry.choices.reason;
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
    this.toggleAttribute("data-half-done", Boolean(draft?.reason));
    setText(this.querySelector("[data-status]"), this.#words(this.#entry));
  }

  #press(stance) {
    for (const button of this.querySelectorAll("[name=stance]")) {
      button.setAttribute("aria-pressed", String(button.value === stance));
    }
  }

  // An answer to an earlier wording is not on the page.
  #words({ state, draft, refusal }) {
    const { textDraft, textUnanswered, textSending, textCounted } = this.dataset;
    if (draft !== null) return this.#stance ? textDraft : draft.reason && textUnanswered;
    const counted = this.#stance && textCounted;
    return { saved: savedWords(this.dataset), sending: textSending, counted, refused: refusal }[state];
  }
}

customElements.define("agreement-form", AgreementForm);
