// What the elements that show a time share: they look anew every `tick` milliseconds, and at once
// when one of their attributes changes.

export class Ticking extends HTMLElement {
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
