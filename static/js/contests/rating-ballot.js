// <rating-ballot>: rates each recommendation of an issue as priority now, support, or not now. Each tap is sent at
// once, and a concern while it is typed, so partial ratings count.

import { isElsewhere, isLocked, lock } from "./ballot-form.js";
import { setText } from "../live/set-text.js";
import { EntryForm } from "../storage/entry-form.js";
import { flush, savedWords, submit, submitSoon } from "../storage/outbox.js";
import { shortTime } from "../time/short-time.js";

const MARKS = ["not_now", "priority", "support"];

class RatingBallot extends EntryForm {
  #marks = {}; // option → mark, including "skip"
  #reasons = {}; // option → concern, or "" if it was withdrawn
  #warning = ""; // about the last tap; it stays until the next, while earlier ones are sent
  #hasChanged = false;
  #isRead = false; // until then, it would replace earlier marks that it does not know

  async connectedCallback() {
    for (const name of ["change", "input"]) this.addEventListener(name, this);
    await super.connectedCallback();
    this.#isRead = true;
    if (this.#hasChanged || this.entry.draft || this.isLate) this.#send(submit);
  }

  // Begin again: the page has become that of another state of the vote.
  renew() {
    this.disconnectedCallback();
    this.#hasChanged = this.#isRead = false;
    this.connectedCallback();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    flush();
  }

  handleEvent({ type, target }) {
    const option = target.closest("[data-option]")?.dataset.option;
    if (target.matches("[data-reason]")) return this.#write(option, target.value.trim(), type === "change");
    if (type === "change" && target.type === "radio") this.#mark(option, target.value);
  }

  #mark(option, mark) {
    if (mark === "priority" && this.#isFull(option)) {
      this.#paint();
      this.#warning = this.dataset.textPriorities;
      this.dataset.state = "full";
      return this.#say(this.#warning);
    }
    this.#marks[option] = mark;
    this.#keep(submit);
    this.#showCompletion();
  }

  #isFull(option) {
    const others = Object.entries(this.#marks).filter(([one, mark]) => mark === "priority" && one !== option);
    return others.length >= Number(this.dataset.priorities);
  }

  #write(option, reason, isDone) {
    this.#reasons[option] = reason;
    this.#keep(isDone ? submit : submitSoon);
  }

  #keep(how) {
    this.#hasChanged = true;
    this.#warning = "";
    if (this.#isRead) this.#send(how);
  }

  #send(how) {
    const concerns = Object.fromEntries(Object.entries(this.#reasons).filter(([, reason]) => reason));
    how(this.contest, this.#choices(), { marks: { ...this.#marks }, concerns, terms: this.dataset.terms });
  }

  // The keys are sorted, as on the server, so that the hashes agree.
  #choices() {
    const rated = {};
    for (const mark of MARKS) {
      rated[mark] = inOrder(Object.keys(this.#marks).filter((option) => this.#marks[option] === mark));
    }
    return Object.values(rated).flat().length ? { rated } : { abstain: true };
  }

  take(entry) {
    const kept = entry.draft ?? entry; // an older version of this page kept drafts
    const isAhead = this.#hasChanged && !this.#isRead; // storage was slower than the first tap
    this.#marks = { ...kept.marks, ...(isAhead && this.#marks) };
    this.#reasons = { ...kept.concerns, ...(isAhead && this.#reasons) };
    this.#warning = "";
    this.#paint();
  }

  follow(entry) {
    this.dataset.state = this.#warning ? "full" : entry.state;
    this.toggleAttribute("data-half-done", entry.state === "waiting");
    this.#say([this.#warning, this.#words(entry)].filter(Boolean).join(" "));
    if (isElsewhere(this, entry)) lock(this);
    this.#showCompletion();
  }

  #words(entry) {
    const { state, countedAt, refusal } = entry;
    if (isElsewhere(this, entry)) return this.dataset.textElsewhere;
    if (state === "draft") return "";
    const time = shortTime(countedAt);
    return {
      waiting: this.dataset.textSaving,
      saved: savedWords(this.dataset),
      sending: this.dataset.textSending,
      counted: this.dataset.textCounted.replace("{time}", time),
      refused: this.isLate ? this.dataset.textSaving : refusal,
    }[state];
  }

  #paint() {
    for (const rated of this.querySelectorAll("[data-option]")) {
      const { option } = rated.dataset;
      for (const radio of rated.querySelectorAll("[type=radio]")) radio.checked = radio.value === this.#marks[option];
      const reason = rated.querySelector("[data-reason]");
      reason.value = this.#reasons[option] ?? "";
      if (reason.value) reason.closest("details").open = true;
    }
  }

  #showCompletion() {
    const all = [...this.querySelectorAll("[data-option]")];
    const isComplete = isLocked(this) || all.every((rated) => this.#marks[rated.dataset.option]);
    this.toggleAttribute("data-complete", isComplete);
    this.dispatchEvent(new CustomEvent("completion", { bubbles: true }));
  }

  #say(words) {
    setText(this.querySelector("[data-status]"), words);
  }
}

const inOrder = (options) => options.map(Number).sort((a, b) => a - b);

customElements.define("rating-ballot", RatingBallot);
