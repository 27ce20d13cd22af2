// <ballot-check>: tells whether this phone's ballot is in the published list of a revealed vote, with the choices that
// it sent.

import { countedChoices, read } from "../storage/outbox.js";
import { hasBallot } from "./published-list.js";

// The list of 2,000 voters has 80 KB, and the page of all their phones changes at the same moment.
const MS_PER_VOTER = 10;

class BallotCheck extends HTMLElement {
  #watch = new IntersectionObserver(([seen]) => seen.isIntersecting && this.#check());
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#check();

  connectedCallback() {
    this.#watch.observe(this); // only send requests for themes that are visible
    document.addEventListener("outbox-entry", this.#listen); // for a ballot that was still being sent
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    document.removeEventListener("outbox-entry", this.#listen);
  }

  async #check() {
    await new Promise((go) => setTimeout(go, Math.random() * MS_PER_VOTER * this.dataset.voters));
    if (!this.isConnected) return;
    const entry = await read(this.dataset.contest);
    if (!entry.countedAt) return this.#say("none");
    const choices = countedChoices(entry);
    if (entry.state === "saved" || !choices) return; // it checks when it is known what became of the change
    try {
      const response = await fetch(this.dataset.list, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const found = entry.state === "refused" ? "earlier" : "counted";
      this.#say(hasBallot(await response.json(), { ...entry, choices }) ? found : "missing");
      this.#watch.disconnect();
    } catch {
      // Offline: it retries when the element is visible again.
    }
  }

  #say(found) {
    this.dataset.found = found;
    this.textContent = this.getAttribute(`data-text-${found}`);
  }
}

customElements.define("ballot-check", BallotCheck);
