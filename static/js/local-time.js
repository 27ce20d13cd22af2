// <local-time>: what time it is, on the reader's clock; with data-at (ms since the epoch), what time
// that moment is.

import { shortTime } from "./short-time.js";
import { Ticking } from "./ticking.js";

class LocalTime extends Ticking {
  show() {
    const text = shortTime(this.dataset.at ? Number(this.dataset.at) : Date.now());
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("local-time", LocalTime);
