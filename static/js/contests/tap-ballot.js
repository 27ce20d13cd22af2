// A ballot with options to tap: the answer is a list of them, in the order of the taps.

import { BallotForm } from "./ballot-form.js";

export class TapBallot extends BallotForm {
  answered(chosen, event) {
    const tapped = event.type === "click" && event.target.closest("button[data-option]");
    return tapped ? this.#toggled(chosen, Number(tapped.dataset.option)) : undefined;
  }

  draftWords(chosen) {
    return this.dataset.textChosen.replace("{count}", chosen.length);
  }

  paint(chosen) {
    for (const button of this.querySelectorAll("button[data-option]")) {
      const place = chosen.indexOf(Number(button.dataset.option));
      button.setAttribute("aria-pressed", String(place >= 0));
      this.paintOption(button, place);
    }
  }

  #toggled(chosen, option) {
    if (chosen.includes(option)) return chosen.filter((other) => other !== option);
    if (chosen.length < Number(this.dataset.most)) return [...chosen, option];
    this.say(this.dataset.textFull, { hint: true });
    return undefined;
  }
}
