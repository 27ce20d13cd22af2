// <refresh-at data-at="ms since the epoch">: the page looks again at that moment, for what changes
// by the mere passing of time, such as a group that has been quiet for long.

import { serverNow } from "../time/server-clock.js";

const MARGIN_MS = 500;

class RefreshAt extends HTMLElement {
  static observedAttributes = ["data-at"];
  #timer = null;

  connectedCallback() {
    this.#wait();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    const ms = Math.max(0, Number(this.dataset.at) - serverNow()) + MARGIN_MS;
    this.#timer = setTimeout(() => this.closest("live-page")?.refresh(), ms);
  }
}

customElements.define("refresh-at", RefreshAt);
