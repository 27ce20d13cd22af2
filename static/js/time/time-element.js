// The base class of elements that show a time: they render again after `wait` milliseconds, and immediately when
// an attribute changes.

export class TimeElement extends HTMLElement {
  #timer = null;

  get wait() {
    return 1000;
  }

  connectedCallback() {
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  #tick() {
    this.show();
    this.#timer = setTimeout(() => this.#tick(), this.wait);
  }
}
