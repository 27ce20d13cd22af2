// <ranked-ballot>: tap the most important option first; tap again to remove it, and the others move up.

import { TapBallot } from "./tap-ballot.js";

class RankedBallot extends TapBallot {
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
