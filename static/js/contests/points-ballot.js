// <points-ballot>: a hundred points to divide. The answer is {option: points}; the remaining points are shown.

import { BallotForm } from "./ballot-form.js";

const ALL = 100;

class PointsBallot extends BallotForm {
  get blank() {
    return {};
  }

  toChoices(points) {
    return { points };
  }

  fromChoices(choices) {
    return choices?.points ?? null;
  }

  isReady(points) {
    return super.isReady(points) && left(points) >= 0;
  }

  answered(points, { type, target }) {
    const field = target.closest("[data-option]")?.querySelector("input");
    if (!field) return undefined;
    const option = target.closest("[data-option]").dataset.option;
    if (type === "input") return withPoints(points, option, Number.parseInt(field.value, 10) || 0);
    const step = Number(target.closest("[data-step]")?.dataset.step ?? 0);
    const possible = Math.min(step, Math.max(0, left(points)));
    return possible ? withPoints(points, option, (points[option] ?? 0) + possible) : undefined;
  }

  paint(points) {
    for (const row of this.querySelectorAll("[data-option]")) {
      const field = row.querySelector("input");
      const given = String(points[row.dataset.option] ?? "");
      if (field.value !== given && !(given === "" && field.value === "0")) field.value = given;
    }
    const rest = left(points);
    const words = rest < 0 ? this.dataset.textOver : this.dataset.textLeft;
    const shown = this.querySelector("[data-left]");
    shown.textContent = words.replace("{points}", Math.abs(rest));
    shown.toggleAttribute("data-over", rest < 0);
  }
}

function left(points) {
  return ALL - Object.values(points).reduce((sum, given) => sum + given, 0);
}

function withPoints(points, option, given) {
  const { [option]: _, ...others } = points;
  const within = Math.max(0, Math.min(ALL, given));
  return within ? { ...others, [option]: within } : others;
}

customElements.define("points-ballot", PointsBallot);
