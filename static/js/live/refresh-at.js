// <refresh-at data-at="ms since the epoch">: refreshes the page at that moment, for changes by the passing of
// time, such as a group that has become quiet.

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
