// <ranked-ballot>: tap the most important first; tap again to take it back, and the rest move up.

import { BallotForm } from "./ballot-form.js";

class RankedBallot extends BallotForm {
  toChoices(chosen) {
    return { ranking: chosen };
  }

  fromChoices(choices) {
    return choices?.ranking ?? null;
  }

  paintOption(button, place) {
    button.querySelector("[data-rank]").textContent = place >= 0 ? place + 1 : "";
    const words = button.querySelector("[data-rank-words]");
    words.textContent = place >= 0 ? this.dataset.textPlace.replace("{place}", place + 1) : "";
  }
}

customElements.define("ranked-ballot", RankedBallot);
