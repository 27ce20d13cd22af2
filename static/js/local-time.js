// <local-time>: what time it is, on the reader's clock.

const TICK_MS = 1000;

class LocalTime extends HTMLElement {
  #timer = null;

  connectedCallback() {
    this.#timer = setInterval(() => this.#show(), TICK_MS);
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    const text = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("local-time", LocalTime);
