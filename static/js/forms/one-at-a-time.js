// <one-at-a-time>: shows one of its sections, with buttons and dots to go to the others. It starts with the
// section in `data-first`, and keeps the reader's choice. Without this script, all sections are shown.

import { remember, remembered } from "../storage/tab-memory.js";

class OneAtATime extends HTMLElement {
  #at = 0;

  connectedCallback() {
    this.addEventListener("click", this);
    for (const name of ["refreshed", "outbox-entry"]) document.addEventListener(name, this);
    this.toggleAttribute("data-live", true);
    this.#show();
  }

  disconnectedCallback() {
    for (const name of ["refreshed", "outbox-entry"]) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "refreshed") return this.#show();
    if (event.type === "outbox-entry") return this.#answered(event.detail);
    const button = event.target.closest("[data-go]");
    if (!button) return;
    const to = button.dataset.go;
    const places = { next: this.#at + 1, back: this.#at - 1, open: this.#open };
    this.#go(places[to] ?? Number(to));
  }

  // The first section with an unsent ballot; -1 if there is none.
  get #open() {
    const isAnswered = (at) => this.querySelector(`.steps [data-go="${at}"]`)?.dataset.answered !== undefined;
    return this.#sections.findIndex((section, at) => section.querySelector("[data-send]") && !isAnswered(at));
  }

  #answered({ contest, state }) {
    const at = this.#sections.findIndex((section) => section.querySelector(`[data-contest="${contest}"]`));
    if (state === "counted") this.querySelector(`.steps [data-go="${at}"]`)?.toggleAttribute("data-answered", true);
    this.toggleAttribute("data-unanswered", this.#open >= 0);
  }

  get #key() {
    return `one-at-a-time:${this.id}`;
  }

  get #sections() {
    return [...this.querySelectorAll(":scope > section")];
  }

  #go(to) {
    remember(this.#key, this.#inside(to));
    this.#show();
    scrollTo(0, 0);
    this.#sections[this.#at].querySelector("h1, h2")?.focus({ preventScroll: true });
  }

  #inside(place) {
    return Math.max(0, Math.min(place, this.#sections.length - 1));
  }

  #show() {
    this.#at = this.#inside(Number(remembered(this.#key) ?? this.dataset.first ?? 0));
    this.#sections.forEach((section, index) => (section.hidden = index !== this.#at));
    this.toggleAttribute("data-unanswered", this.#open >= 0);
    for (const step of this.querySelectorAll(".steps [data-go]")) {
      if (Number(step.dataset.go) === this.#at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  }
}

customElements.define("one-at-a-time", OneAtATime);
