// <survey-form>: saves the answers on this phone while they are entered, sends them, and shows their state. The
// outbox treats them like a ballot.

import { setText } from "../live/set-text.js";
import { EntryForm } from "../storage/entry-form.js";
import { countedChoices, keepDraft, savedWords, submit, SURVEY } from "../storage/outbox.js";
import { ranked, show, tick } from "./survey-ranking.js";
import { shortTime } from "../time/short-time.js";

class SurveyForm extends EntryForm {
  #unkept = null; // the answers until the outbox has them, because its entries lag behind the input
  #refill = () => this.#fill({ keepsHidden: true });

  get contest() {
    return SURVEY;
  }

  get isTouched() {
    return this.#unkept !== null;
  }

  async connectedCallback() {
    document.addEventListener("refreshed", this.#refill);
    this.addEventListener("input", this);
    this.addEventListener("submit", this);
    await super.connectedCallback();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("refreshed", this.#refill);
  }

  handleEvent(event) {
    if (event.type === "input") {
      const ranking = event.target.closest("[data-ranking]");
      if (ranking) tick(ranking, event.target);
      this.#branch();
      this.#unkept = this.#answers();
      return keepDraft(SURVEY, this.#unkept);
    }
    event.preventDefault();
    // The pressed button gets disabled, so the focus moves to the status of the answers.
    this.#status.focus({ preventScroll: true });
    this.#unkept = this.#answers();
    submit(SURVEY, this.#unkept);
  }

  get #form() {
    return this.querySelector("form");
  }

  get #status() {
    return this.querySelector("[data-status]");
  }

  // One answer for each answered question: a value, a list of values, or marks by value.
  #answers() {
    const answers = {};
    for (const field of this.#form.elements) {
      const { name, type, value, checked } = field;
      if (!name || (type === "radio" && !checked) || field.closest("[hidden]")) continue;
      if (field.dataset.row) this.#mark(answers, field);
      else if (type !== "checkbox") answers[name] = value;
      else if (checked) answers[name] = [...(answers[name] ?? []), value];
    }
    for (const ranking of this.querySelectorAll("[data-ranking]")) {
      const { name } = ranking.querySelector("input");
      if (answers[name]) answers[name] = ranked(ranking);
    }
    return answers;
  }

  #mark(answers, { value, dataset: { question, row } }) {
    if (value) answers[question] = { ...answers[question], [row]: value };
  }

  // Also called after the organizer has added a question, when the page has a new form. What is typed in a question
  // that is hidden now stays, because the tap that hid it may have been a mistake.
  #fill({ keepsHidden = false } = {}) {
    const answers = this.#unkept ?? this.entry?.draft ?? this.entry?.choices ?? {};
    for (const field of this.#form?.elements ?? []) {
      const answer = answers[field.name];
      const { question, row } = field.dataset;
      if (keepsHidden && field.closest("[data-only-if][hidden]")) continue;
      if (row) field.checked = answers[question]?.[row] === field.value;
      else if (field.type === "radio") field.checked = answer === field.value;
      else if (field.type === "checkbox") field.checked = Boolean(answer?.includes(field.value));
      else if (field.name && field.value !== (answer ?? "")) field.value = answer ?? "";
    }
    for (const ranking of this.querySelectorAll("[data-ranking]")) {
      show(ranking, answers[ranking.querySelector("input").name] ?? []);
    }
    this.#branch();
  }

  // Only show questions that follow from the answers above; hidden ones are not sent.
  #branch() {
    for (const part of this.querySelectorAll("[data-only-if]")) {
      const given = this.#answers()[part.dataset.onlyIf] ?? [];
      part.hidden = ![given].flat().includes(part.dataset.answer);
    }
  }

  take() {
    this.#unkept = null;
    this.#fill();
  }

  follow(entry) {
    if (JSON.stringify(entry.draft ?? entry.choices) === JSON.stringify(this.#unkept)) this.#unkept = null;
    this.dataset.state = entry.draft === null ? entry.state : "draft";
    this.toggleAttribute("data-half-done", entry.draft !== null);
    const send = this.querySelector("button");
    send.disabled = !["draft", "refused"].includes(this.dataset.state) || this.#isEmpty;
    setText(this.#status, this.#words(entry));
    if (entry.state === "refused" && this.#waitsForFocus) send.focus({ preventScroll: true });
  }

  // Whether the focus is on the status, or was lost with a replaced element.
  get #waitsForFocus() {
    return [this.#status, document.body, null].includes(document.activeElement);
  }

  get #isEmpty() {
    return !Object.values(this.#answers()).some((answer) => Object.keys(answer).length);
  }

  #words(entry) {
    const { state, draft, countedAt, refusal } = entry;
    if (draft !== null) return countedChoices(entry) ? this.dataset.textChanged : this.dataset.textDraft;
    if (state === "draft") return this.dataset.answered === undefined ? "" : this.dataset.textElsewhere;
    const time = shortTime(countedAt);
    return {
      saved: savedWords(this.dataset),
      sending: this.dataset.textSending,
      counted: this.dataset.textCounted.replace("{time}", time),
      refused: this.isLate ? this.dataset.textLate : refusal,
    }[state];
  }
}

customElements.define("survey-form", SurveyForm);
