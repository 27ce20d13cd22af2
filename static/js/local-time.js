// <local-time>: what time it is, on the reader's clock; with data-at (ms since the epoch), what time
// that moment is.

import { Ticking } from "./ticking.js";

class LocalTime extends Ticking {
  show() {
    const moment = this.dataset.at ? new Date(Number(this.dataset.at)) : new Date();
    const text = moment.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("local-time", LocalTime);
