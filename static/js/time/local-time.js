// <local-time>: the current time in the reader's time zone; with data-at (ms since the epoch), the time of that
// moment.

import { setText } from "../live/set-text.js";
import { shortTime } from "./short-time.js";
import { TimeElement } from "./time-element.js";

class LocalTime extends TimeElement {
  static observedAttributes = ["data-at"];

  show() {
    const text = shortTime(this.dataset.at ? Number(this.dataset.at) : Date.now());
    setText(this, text);
  }
}

customElements.define("local-time", LocalTime);
