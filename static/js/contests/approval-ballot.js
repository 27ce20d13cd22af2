// <approval-ballot>: tap what deserves priority, up to a few, in no order.

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
