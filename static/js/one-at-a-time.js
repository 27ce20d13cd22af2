// <one-at-a-time>: of its sections, shows one, with buttons and dots to go to the others.
// It begins with the one that `data-first` numbers, and stays where the reader has gone.
// Without this script all sections stand below each other.

class OneAtATime extends HTMLElement {
  #at = 0;

  connectedCallback() {
    this.addEventListener("click", this);
    for (const name of ["refreshed", "ballot"]) document.addEventListener(name, this);
    this.toggleAttribute("data-live", true);
    this.#show();
  }

  disconnectedCallback() {
    for (const name of ["refreshed", "ballot"]) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "refreshed") return this.#show();
    if (event.type === "ballot") return this.#answered(event.detail);
    const button = event.target.closest("[data-go]");
    if (!button) return;
    const to = button.dataset.go;
    this.#go(to === "next" ? this.#at + 1 : to === "back" ? this.#at - 1 : Number(to));
  }

  #answered({ contest, state }) {
    const at = this.#sections.findIndex((section) => section.querySelector(`[data-contest="${contest}"]`));
    if (state === "counted") this.querySelector(`.steps [data-go="${at}"]`)?.toggleAttribute("data-answered", true);
  }

  get #key() {
    return `one-at-a-time:${this.id}`;
  }

  get #sections() {
    return [...this.querySelectorAll(":scope > section")];
  }

  #go(to) {
    sessionStorage.setItem(this.#key, this.#inside(to));
    this.#show();
    scrollTo(0, 0);
    this.#sections[this.#at].querySelector("h1, h2")?.focus({ preventScroll: true });
  }

  #inside(place) {
    return Math.max(0, Math.min(place, this.#sections.length - 1));
  }

  #show() {
    this.#at = this.#inside(Number(sessionStorage.getItem(this.#key) ?? this.dataset.first ?? 0));
    this.#sections.forEach((section, index) => (section.hidden = index !== this.#at));
    for (const step of this.querySelectorAll(".steps [data-go]")) {
      if (Number(step.dataset.go) === this.#at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  }
}

customElements.define("one-at-a-time", OneAtATime);
