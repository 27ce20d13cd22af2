// <paper-ballot>: a paper ballot in one line. The server first reads it back, and counts it when it is sent
// again unchanged; then the next number is filled in, and the rest is cleared.

const EVENTS = ["input", "refused", "saved"];

class PaperBallot extends HTMLElement {
  #words = null;

  // Also called when a refresh has moved it on the page.
  connectedCallback() {
    this.#words ??= this.#button.textContent;
    for (const name of EVENTS) this.addEventListener(name, this);
  }

  handleEvent({ type, detail }) {
    if (type !== "saved") this.#wait();
    else if (detail.read) this.#ask(detail.read);
    else this.#next();
  }

  get #fields() {
    return this.querySelector("form").elements;
  }

  get #button() {
    return this.querySelector("button");
  }

  #ask(read) {
    this.#fields.read.value = read;
    this.#button.textContent = this.#button.dataset.read;
  }

  #wait() {
    this.#fields.read.value = "";
    this.#button.textContent = this.#words;
  }

  #next() {
    const { number, check, marks } = this.#fields;
    number.value = Number(number.value) + 1;
    check.value = "";
    marks.value = "";
    this.#wait();
    check.focus();
  }
}

customElements.define("paper-ballot", PaperBallot);
