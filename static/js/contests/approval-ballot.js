// <approval-ballot>: tap up to a few options, unordered.

import { TapBallot } from "./tap-ballot.js";

class ApprovalBallot extends TapBallot {
  toChoices(chosen) {
    return { approved: [...chosen].sort((a, b) => a - b) };
  }

  fromChoices(choices) {
    return choices?.approved ?? null;
  }

  paintOption(button, place) {
    button.querySelector("[data-tick]").textContent = place >= 0 ? "✓" : "";
  }
}

customElements.define("approval-ballot", ApprovalBallot);
