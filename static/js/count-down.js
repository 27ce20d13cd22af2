// <count-down data-ends="ms since the epoch"> or, while paused, <count-down data-left="ms">.

import { serverNow } from "./server-clock.js";
import { Ticking } from "./ticking.js";

const SOON_SECONDS = 60;

class CountDown extends Ticking {
  static observedAttributes = ["data-ends", "data-left"];
  static tick = 250; // ms

  show() {
    const { ends, left } = this.dataset;
    const ms = ends ? Number(ends) - serverNow() : Number(left);
    const seconds = Math.max(0, Math.ceil(ms / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (this.textContent !== text) this.textContent = text;
    this.toggleAttribute("data-soon", seconds <= SOON_SECONDS);
    this.toggleAttribute("data-over", seconds === 0);
  }
}

customElements.define("count-down", CountDown);
