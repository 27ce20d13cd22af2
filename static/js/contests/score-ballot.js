// <score-ballot>: a score for each issue that the voter wants to rate. The answer is {option: score}.

import { BallotForm } from "./ballot-form.js";

class ScoreBallot extends BallotForm {
  get blank() {
    return {};
  }

  toChoices(scores) {
    return { scores };
  }

  fromChoices(choices) {
    return choices?.scores ?? null;
  }

  answered(scores, { type, target }) {
    const option = target.closest("[data-option]")?.dataset.option;
    return type === "input" && option ? { ...scores, [option]: Number(target.value) } : undefined;
  }

  paint(scores) {
    for (const group of this.querySelectorAll("[data-option]")) {
      for (const radio of group.querySelectorAll("input")) {
        radio.checked = Number(radio.value) === scores[group.dataset.option];
      }
    }
  }
}

customElements.define("score-ballot", ScoreBallot);
