// <rating-progress>: how many of this phone's recommendations have been rated.

import { read } from "../storage/outbox.js";

class RatingProgress extends HTMLElement {
  #listen = ({ detail }) => this.#contests.includes(detail.contest) && this.renew();

  connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    this.renew();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  get #contests() {
    return this.dataset.contests.split(" ");
  }

  // Also called when there are more to rate.
  async renew() {
    const entries = await Promise.all(this.#contests.map(read));
    const done = entries.flatMap((entry) => Object.keys((entry.draft ?? entry).marks ?? {})).length;
    const bar = this.querySelector("progress");
    if (bar) bar.value = done;
    this.querySelector("[data-words]").textContent = this.dataset.text.replace("{done}", done);
  }
}

customElements.define("rating-progress", RatingProgress);
