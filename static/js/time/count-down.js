// <count-down data-ends="ms since the epoch"> or, while paused, <count-down data-left="ms">.

import { setText } from "../live/set-text.js";
import { announceMinutes } from "../live/announcer.js";
import { serverNow } from "./server-clock.js";
import { TimeElement } from "./time-element.js";

const SOON_SECONDS = 60;
const LAST_SECONDS = 10;
const MOST_WAIT_MS = 250; // the server's clock may become known better
const TOLD_MINUTES = [5, 1, 0];

class CountDown extends TimeElement {
  static observedAttributes = ["data-ends", "data-left"];
  #before = null; // seconds, at the last tick

  show() {
    const { ends } = this.dataset;
    const seconds = Math.max(0, Math.ceil(this.#left / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    setText(this, text);
    this.toggleAttribute("data-soon", seconds <= SOON_SECONDS);
    this.toggleAttribute("data-last", Boolean(ends) && seconds > 0 && seconds <= LAST_SECONDS);
    this.toggleAttribute("data-over", seconds === 0);
    this.#tell(seconds);
  }

  get #left() {
    const { ends, left } = this.dataset;
    return ends ? Number(ends) - serverNow() : Number(left);
  }

  // Until the text changes, so that equal timers change together.
  get wait() {
    const left = this.#left;
    return left > 0 ? Math.min(MOST_WAIT_MS, (left % 1000) + 1) : MOST_WAIT_MS;
  }

  // Hidden timers, such as those of other themes, are not announced.
  #tell(seconds) {
    const before = this.#before ?? seconds;
    this.#before = seconds;
    const passed = TOLD_MINUTES.filter((minutes) => before > 60 * minutes && seconds <= 60 * minutes);
    if (passed.length && this.getClientRects().length) announceMinutes(passed[passed.length - 1]);
  }
}

customElements.define("count-down", CountDown);
