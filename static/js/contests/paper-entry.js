// <paper-entry>: paper ballots, typed one after another. The options' texts are shown while their numbers are
// typed; after each ballot, the next number is filled in, and the choices are cleared.

class PaperEntry extends HTMLElement {
  // Also called when a refresh has moved it on the page.
  connectedCallback() {
    for (const name of ["input", "saved"]) this.addEventListener(name, this);
  }

  handleEvent({ type }) {
    if (type === "saved") this.#next();
    else this.#readBack();
  }

  get #fields() {
    return this.querySelector("form").elements;
  }

  #readBack() {
    const output = this.querySelector("output");
    const words = this.#fields.choices.value.split(/[\s,;]+/).filter(Boolean);
    output.textContent = words.map((word) => this.#named(word, output.dataset.textUnknown)).join(" · ");
  }

  #named(word, unknown) {
    const [number, mark] = word.split(/[=:]/);
    const label = this.querySelectorAll("ol > li")[Number(number) - 1]?.textContent ?? unknown;
    return mark ? `${number} ${label}: ${mark}` : `${number} ${label}`;
  }

  #next() {
    const { number, choices } = this.#fields;
    number.value = Number(number.value) + 1;
    choices.value = "";
    this.#readBack();
    choices.focus();
  }
}

customElements.define("paper-entry", PaperEntry);
