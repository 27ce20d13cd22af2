// <one-at-a-time>: shows one of its sections, with buttons and dots to go to the others. It starts with the
// section in `data-first`, and keeps the reader's choice in this workshop. Buttons with data-go="open" lead to a ballot that is not
// finished, and exist only while there is one. Without this script, all sections are shown.

import { tabMemory } from "../storage/memory.js";

class OneAtATime extends HTMLElement {
  #at = 0;

  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("completion", this);
    for (const name of ["refreshed", "outbox-entry"]) document.addEventListener(name, this);
    this.toggleAttribute("data-live", true);
    this.#show();
  }

  disconnectedCallback() {
    for (const name of ["refreshed", "outbox-entry"]) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "refreshed") return this.#show();
    if (event.type === "completion") return this.#showOpen();
    if (event.type === "outbox-entry") return this.#answered(event.detail);
    const button = event.target.closest("[data-go]");
    if (!button) return;
    const to = button.dataset.go;
    const places = { next: this.#at + 1, back: this.#at - 1, open: this.#open };
    this.#go(places[to] ?? Number(to));
  }

  // The next other section with an unfinished ballot, or else the first; -1 if there is none.
  get #open() {
    const open = [...this.#sections.keys()].filter((at) => at !== this.#at && this.#isOpen(at));
    return open.find((at) => at > this.#at) ?? open[0] ?? -1;
  }

  #isOpen(at) {
    const section = this.#sections[at];
    if (isRating(section)) return !isComplete(section);
    return section.querySelector("[data-send]") && this.#step(at)?.dataset.answered === undefined;
  }

  #step(at) {
    return this.querySelector(`.steps [data-go="${at}"]`);
  }

  #answered({ contest, state }) {
    const at = this.#sections.findIndex((section) => section.querySelector(`[data-contest="${contest}"]`));
    if (state === "counted") this.#step(at)?.toggleAttribute("data-answered", true);
    this.#showOpen();
  }

  #showOpen() {
    for (const [at, section] of this.#sections.entries()) {
      if (isRating(section)) this.#step(at)?.toggleAttribute("data-answered", isComplete(section));
    }
    const open = this.#open;
    this.toggleAttribute("data-unanswered", open >= 0);
    const title = this.#sections[open]?.querySelector("h1").textContent;
    for (const button of this.querySelectorAll("[data-text-next]")) {
      if (title) button.textContent = button.dataset.textNext.replace("{title}", title);
    }
  }

  get #key() {
    // Not the closest one: a refresh may move this element out of it for a moment.
    const { workshop, voter } = document.querySelector("live-page").dataset;
    return `one-at-a-time:${workshop}:${voter}:${this.id}`;
  }

  get #sections() {
    return [...this.querySelectorAll(":scope > section")];
  }

  #go(to) {
    tabMemory.set(this.#key, String(this.#inside(to)));
    this.#show();
    scrollTo(0, 0);
    this.#sections[this.#at].querySelector("h1, h2")?.focus({ preventScroll: true });
  }

  #inside(place) {
    return Math.max(0, Math.min(place, this.#sections.length - 1));
  }

  #show() {
    this.#at = this.#inside(Number(tabMemory.get(this.#key) ?? this.dataset.first ?? 0));
    this.#sections.forEach((section, index) => (section.hidden = index !== this.#at));
    this.#showOpen();
    for (const step of this.querySelectorAll(".steps [data-go]")) {
      if (Number(step.dataset.go) === this.#at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  }
}

function isRating(section) {
  return section.querySelector("rating-ballot") !== null;
}

function isComplete(section) {
  return section.querySelector("rating-ballot[data-complete]") !== null;
}

customElements.define("one-at-a-time", OneAtATime);
