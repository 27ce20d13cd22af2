// <local-time>: what time it is, on the reader's clock; with data-at (ms since the epoch), what time
// that moment is.

import { shortTime } from "./short-time.js";
import { TimeElement } from "./time-element.js";

class LocalTime extends TimeElement {
  show() {
    const text = shortTime(this.dataset.at ? Number(this.dataset.at) : Date.now());
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("local-time", LocalTime);
