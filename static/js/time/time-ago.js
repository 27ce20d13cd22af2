// <time-ago data-at="ms since the epoch">: how long ago, using the texts in data-now, data-seconds and
// data-minutes, where {n} is the number.

import { setText } from "../live/set-text.js";
import { serverNow } from "./server-clock.js";
import { TimeElement } from "./time-element.js";

const NOW_SECONDS = 5;
const STEP_SECONDS = 5; // a number that changes every second would distract

class TimeAgo extends TimeElement {
  static observedAttributes = ["data-at"];

  show() {
    const text = this.#words(Math.max(0, (serverNow() - Number(this.dataset.at)) / 1000));
    setText(this, text);
  }

  #words(seconds) {
    if (seconds < NOW_SECONDS) return this.dataset.now;
    if (seconds >= 60) return this.dataset.minutes.replace("{n}", Math.floor(seconds / 60));
    return this.dataset.seconds.replace("{n}", seconds - (seconds % STEP_SECONDS) | 0);
  }
}

customElements.define("time-ago", TimeAgo);
