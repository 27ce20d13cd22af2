// <forget-ballots>: deletes this phone's ballots and receipts when the report is published.

import { forgetBallots } from "../storage/outbox.js";

class ForgetBallots extends HTMLElement {
  async connectedCallback() {
    await forgetBallots({ surveyIsOpen: this.dataset.surveyOpen !== undefined });
    this.textContent = this.dataset.textDone;
  }
}

customElements.define("forget-ballots", ForgetBallots);
