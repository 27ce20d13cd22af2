// The base class of ballots on the phone: it holds an answer, keeps it across reloads, sends it, and shows its
// state. Subclasses define the answer and how events change it: a list of options for tapped ballots, {option:
// mark} for scores and points.

import { confirmed } from "../forms/confirm.js";
import { setText } from "../live/set-text.js";
import { EntryForm } from "../storage/entry-form.js";
import { keepDraft, savedWords, submit } from "../storage/outbox.js";
import { shortTime } from "../time/short-time.js";

export class BallotForm extends EntryForm {
  #answer = this.blank;
  isTouched = false;
  #isHinting = false;

  async connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("input", this);
    await super.connectedCallback();
  }

  // Begin again: the page has become that of another state of the vote.
  renew() {
    this.disconnectedCallback();
    this.isTouched = false;
    this.connectedCallback();
  }

  handleEvent(event) {
    const pressed = event.type === "click" ? event.target.closest("button") : undefined;
    const button = pressed?.dataset;
    if (button?.send !== undefined) return this.#send(this.toChoices(this.#answer));
    if (button?.abstain !== undefined) return this.#abstain(pressed);
    if (button?.clear !== undefined) return this.#empty();
    if (button?.restore !== undefined) return this.#restore();
    if (button?.change !== undefined) return this.#choose(this.#answer);
    const answer = this.answered(this.#answer, event);
    if (answer) this.#choose(answer);
  }

  // ---- Overridden by each kind of ballot: the blank answer, when it can be sent, how events change it ----

  get blank() {
    return [];
  }

  isReady(answer) {
    return !isEmpty(answer);
  }

  draftWords() {
    return this.dataset.textDraft;
  }

  // A hint is about the last press, not about the state of the ballot. It stays while earlier presses are stored.
  say(words, { hint = false } = {}) {
    this.#isHinting = hint;
    this.#status.toggleAttribute("data-hint", hint);
    setText(this.#status, words);
  }

  get #status() {
    return this.querySelector("[data-status]");
  }

  #choose(answer) {
    const same = answer === this.#answer && this.entry?.draft !== null;
    this.isTouched = true;
    this.#isHinting = false;
    this.#answer = answer;
    if (!same) keepDraft(this.contest, answer);
    else this.#paint();
  }

  // The pressed button gets hidden, so the focus moves to the ballot's status.
  #empty() {
    this.#focusStatus();
    this.#choose(this.blank);
  }

  // Return to the choices that were sent.
  #restore() {
    this.#focusStatus();
    this.#answer = this.fromChoices(this.entry.choices) ?? this.blank;
    keepDraft(this.contest, null);
  }

  #focusStatus() {
    this.#status.focus({ preventScroll: true });
  }

  // A single tap must not discard choices.
  async #abstain(button) {
    const choices = this.entry?.choices;
    const loses = !isEmpty(this.#answer) || (choices && !choices.abstain);
    if (!loses || (await confirmed(this, button))) this.#send({ abstain: true });
  }

  // The pressed button gets disabled, so the focus moves on too.
  #send(choices) {
    if (choices.abstain) this.#answer = this.blank;
    this.#focusStatus();
    submit(this.contest, choices, { terms: this.dataset.terms });
  }

  take(entry) {
    this.#isHinting = false;
    this.#answer = entry.draft ?? this.fromChoices(entry.choices) ?? this.blank;
  }

  follow(entry) {
    this.dataset.state = entry.draft === null ? entry.state : "draft";
    this.toggleAttribute("data-half-done", entry.draft !== null && !isEmpty(entry.draft));
    this.#paint();
    if (!this.#isHinting || entry.draft === null) this.say(this.#words(entry));
    if (this.dataset.state === "counted" && document.activeElement === this.#status) {
      const shown = [...this.querySelectorAll("[data-after]")].find((one) => one.getClientRects().length);
      shown?.focus({ preventScroll: true });
    }
  }

  #words(entry) {
    const { state, draft, choices, countedAt, refusal } = entry;
    if (isElsewhere(this, entry)) return this.dataset.textElsewhere;
    if (draft !== null || state === "draft") {
      if (choices && draft !== null) return this.dataset.textChanging;
      return isEmpty(this.#answer) ? "" : this.draftWords(this.#answer);
    }
    const time = shortTime(countedAt);
    const said = {
      saved: savedWords(this.dataset),
      sending: this.dataset.textSending,
      counted: this.dataset.textCounted.replace("{time}", time),
      refused: this.isLate ? this.#lateWords(countedAt) : refusal,
    }[state];
    return choices?.abstain && state === "counted" ? `${this.dataset.textAbstained} ${said}` : said;
  }

  #lateWords(countedAt) {
    return countedAt ? this.dataset.textChanging : this.draftWords(this.#answer);
  }

  #paint() {
    this.paint(this.#answer);
    const send = this.querySelector("[data-send]");
    const sendable = ["draft", "refused"].includes(this.dataset.state);
    if (send) send.disabled = !sendable || !this.isReady(this.#answer);
    const clear = this.querySelector("[data-clear]");
    const { choices, draft = null } = this.entry ?? {};
    if (clear) clear.hidden = isEmpty(this.#answer) || Boolean(choices);
    const restore = this.querySelector("[data-restore]");
    if (restore) restore.hidden = !choices || draft === null;
    if (this.entry && isElsewhere(this, this.entry)) lock(this);
  }
}

// Whether the voter's ballot was sent from another phone or browser, which alone has the receipt to change it.
export function isElsewhere(ballot, { state, code }) {
  return (state === "draft" && Boolean(ballot.dataset.voted)) || (state === "refused" && code === "unknown-receipt");
}

export function lock(ballot) {
  ballot.toggleAttribute("data-elsewhere", true);
  for (const control of ballot.querySelectorAll("button:not([data-go]), input, textarea")) control.disabled = true;
}

export function isLocked(ballot) {
  return ballot.dataset.elsewhere !== undefined;
}

function isEmpty(answer) {
  return Object.keys(answer).length === 0;
}
