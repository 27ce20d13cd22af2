// <open-history data-of="recommendation">: while it is on the page, each new version refreshes the page.

import { currentSocket } from "../live/connection.js";

class OpenHistory extends HTMLElement {
  #hear = ({ recommendations }) => {
    if (recommendations.includes(Number(this.dataset.of))) this.closest("live-page").refresh();
  };

  connectedCallback() {
    currentSocket().on("versions", this.#hear);
  }

  disconnectedCallback() {
    currentSocket().off("versions", this.#hear);
  }
}

customElements.define("open-history", OpenHistory);
