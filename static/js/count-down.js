// <count-down data-ends="ms since the epoch"> or, while paused, <count-down data-left="ms">.

import { serverNow } from "./server-clock.js";

const TICK_MS = 250;
const SOON_SECONDS = 60;

class CountDown extends HTMLElement {
  static observedAttributes = ["data-ends", "data-left"];
  #timer = null;

  connectedCallback() {
    this.#timer = setInterval(() => this.#show(), TICK_MS);
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show();
  }

  #show() {
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
