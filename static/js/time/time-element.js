// The base class of elements that show a time: they render every `tick` milliseconds, and immediately when an
// attribute changes.

export class TimeElement extends HTMLElement {
  static tick = 1000; // ms
  #timer = null;

  connectedCallback() {
    this.#timer = setInterval(() => this.show(), this.constructor.tick);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }
}
