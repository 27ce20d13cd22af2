// <paper-ballot>: a paper ballot in one line. The server first reads it back, and counts it when it is sent
// again unchanged; then the next number is filled in, and the rest is cleared.

class PaperBallot extends HTMLElement {
  connectedCallback() {
    this.#words = this.#button.textContent;
    this.addEventListener("input", () => this.#wait());
    this.addEventListener("refused", () => this.#wait());
    this.addEventListener("saved", ({ detail }) => (detail.read ? this.#ask(detail.read) : this.#next()));
  }

  #words;

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
