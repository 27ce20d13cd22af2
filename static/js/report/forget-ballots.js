// <forget-ballots>: deletes this phone's ballots and receipts, of all who voted on it, when the report is published,
// and each that is still to be sent when the server has counted or refused it. It keeps the texts of <unsent-answers>.

import { forgetBallots } from "../storage/outbox.js";

class ForgetBallots extends HTMLElement {
  static observedAttributes = ["data-survey-open"];
  #listen = ({ detail }) => ["counted", "refused"].includes(detail.state) && this.#forget();

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    await this.#forget();
    this.textContent = this.dataset.textDone;
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#forget();
  }

  #forget() {
    return forgetBallots({
      surveyIsOpen: this.dataset.surveyOpen !== undefined,
      textQuestions: Array.from(document.querySelectorAll("unsent-answers data"), ({ value }) => value),
    });
  }
}

customElements.define("forget-ballots", ForgetBallots);
