// <rating-ballot>: rates each recommendation of an issue as priority now, support, or not now. It is saved at
// every tap and sent automatically after a pause, so partial ratings count.

import { isElsewhere, lock } from "./ballot-form.js";
import { cameLate, keepDraft, read, savedWords, submit } from "../storage/outbox.js";
import { shortTime } from "../time/short-time.js";

const PAUSE_MS = 1500;
const MARKS = ["not_now", "priority", "support"];

class RatingBallot extends HTMLElement {
  #marks = {}; // option → mark, including "skip"
  #reasons = {}; // option → concern
  #timer = null;
  #warning = ""; // about the last tap; it stays until the next, while earlier ones are sent
  #isTouched = false;
  #isLate = false; // it arrived after a close, and the vote has been reopened since
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#hear(detail);

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    for (const name of ["change", "input"]) this.addEventListener(name, this);
    const entry = await read(this.dataset.contest);
    this.#isLate = cameLate(entry);
    if (this.#isTouched) this.#follow(entry); // storage was slower than the first tap
    else this.#take(entry);
    if (entry.draft || this.#isLate) this.#sendSoon();
  }

  // Begin again: the page has become that of another state of the vote.
  renew() {
    this.disconnectedCallback();
    this.#isTouched = false;
    this.connectedCallback();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
    clearTimeout(this.#timer);
  }

  handleEvent({ type, target }) {
    const option = target.closest("[data-option]")?.dataset.option;
    if (target.matches("[data-reason]")) return type === "input" && this.#write(option, target.value.trim());
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
    this.#keep();
    this.#showCompletion();
  }

  #isFull(option) {
    const others = Object.entries(this.#marks).filter(([one, mark]) => mark === "priority" && one !== option);
    return others.length >= Number(this.dataset.priorities);
  }

  #write(option, reason) {
    if (reason) this.#reasons[option] = reason;
    else delete this.#reasons[option];
    this.#keep();
  }

  #keep() {
    this.#isTouched = true;
    this.#warning = "";
    keepDraft(this.dataset.contest, { marks: this.#marks, concerns: this.#reasons });
    this.#sendSoon();
  }

  #sendSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), PAUSE_MS);
  }

  #send() {
    const concerns = { ...this.#reasons };
    submit(this.dataset.contest, this.#choices(), { marks: { ...this.#marks }, concerns });
  }

  // The keys are sorted, as on the server, so that the hashes agree.
  #choices() {
    const rated = {};
    for (const mark of MARKS) {
      rated[mark] = inOrder(Object.keys(this.#marks).filter((option) => this.#marks[option] === mark));
    }
    return Object.values(rated).flat().length ? { rated } : { abstain: true };
  }

  // An entry saved or sent by another tab is the newest.
  #hear(entry) {
    if (entry.elsewhere) this.#take(entry);
    else this.#follow(entry);
  }

  #take(entry) {
    const kept = entry.draft ?? entry;
    this.#marks = { ...kept.marks };
    this.#reasons = { ...kept.concerns };
    this.#warning = "";
    this.#paint();
    this.#follow(entry);
  }

  #follow(entry) {
    this.#isLate &&= cameLate(entry);
    this.toggleAttribute("data-late", this.#isLate);
    this.dataset.state = this.#warning ? "full" : entry.draft ? "draft" : entry.state;
    this.toggleAttribute("data-half-done", Boolean(entry.draft));
    const words = this.#warning && entry.draft ? "" : this.#words(entry);
    this.#say([this.#warning, words].filter(Boolean).join(" "));
    if (isElsewhere(this, entry)) lock(this);
  }

  #words(entry) {
    const { state, draft, countedAt, refusal } = entry;
    if (isElsewhere(this, entry)) return this.dataset.textElsewhere;
    if (draft) return this.dataset.textSending;
    if (state === "draft") return "";
    const time = shortTime(countedAt);
    return {
      saved: savedWords(this.dataset),
      sending: this.dataset.textSending,
      counted: this.dataset.textCounted.replace("{time}", time),
      refused: this.#isLate ? this.dataset.textLate : refusal,
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
    this.#showCompletion();
  }

  #showCompletion() {
    const all = [...this.querySelectorAll("[data-option]")];
    this.toggleAttribute("data-complete", all.every((rated) => this.#marks[rated.dataset.option]));
  }

  #say(words) {
    const status = this.querySelector("[data-status]");
    if (status.textContent !== words) status.textContent = words ?? "";
  }
}

const inOrder = (options) => options.map(Number).sort((a, b) => a - b);

customElements.define("rating-ballot", RatingBallot);
