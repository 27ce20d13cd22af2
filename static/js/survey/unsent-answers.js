// <unsent-answers>: after the close, the texts of this reader's answers that were not sent, or came too late.
// `data-texts` are the keys of the questions that ask for a text.

import { countedChoices, keepDraft, lookUp, SURVEY } from "../storage/outbox.js";
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

  texts() {
    return this.#unsent().map((question) => ({ text: this.#answers[question], of: "" }));
  }

  // Other answers can still be sent if the survey is opened again.
  forget() {
    const before = this.#unsent().map((question) => [question, this.#counted[question] ?? ""]);
    const draft = { ...this.#answers, ...Object.fromEntries(before) };
    this.#entry = { ...this.#entry, draft };
    keepDraft(SURVEY, draft);
  }

  #follow(entry) {
    this.#entry = entry;
    this.show();
  }

  #unsent() {
    const isUnsent = (question) => this.#answers[question]?.trim?.() && this.#answers[question] !== this.#counted[question];
    return this.dataset.texts.split(" ").filter(isUnsent);
  }

  get #answers() {
    const { draft, state, choices } = this.#entry;
    return draft ?? (state === "refused" ? choices : {});
  }

  get #counted() {
    return countedChoices(this.#entry) ?? {};
  }
}

customElements.define("unsent-answers", UnsentAnswers);
