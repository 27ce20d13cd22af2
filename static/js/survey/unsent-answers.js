// <unsent-answers>: after the close, the texts of this reader's answers that were not sent, or came too late.
// Its <data> elements are the questions that ask for a text.

import { countedChoices, keepDraft, lookUp, SURVEY, unsentTexts } from "../storage/outbox.js";
import { UnsentCard } from "../storage/unsent-card.js";

class UnsentAnswers extends UnsentCard {
  #entry = {};
  #listen = ({ detail }) => detail.contest === SURVEY && this.#follow(detail);

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    super.connectedCallback();
    const entry = await lookUp(SURVEY);
    if (entry) this.#follow(entry);
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
    super.disconnectedCallback();
  }

  get #questions() {
    return Object.fromEntries(Array.from(this.querySelectorAll("data"), (one) => [one.value, one.textContent]));
  }

  texts() {
    return Object.entries(this.#unsent()).map(([key, text]) => ({ text, of: this.#questions[key] }));
  }

  // Other answers can still be sent if the survey is opened again.
  forget() {
    const counted = countedChoices(this.#entry) ?? {};
    const before = Object.keys(this.#unsent()).map((question) => [question, counted[question] ?? ""]);
    const draft = { ...(this.#entry.draft ?? this.#entry.choices), ...Object.fromEntries(before) };
    this.#entry = { ...this.#entry, draft };
    keepDraft(SURVEY, draft);
  }

  #follow(entry) {
    this.#entry = entry;
    this.show();
  }

  #unsent() {
    return unsentTexts(this.#entry, Object.keys(this.#questions));
  }
}

customElements.define("unsent-answers", UnsentAnswers);
