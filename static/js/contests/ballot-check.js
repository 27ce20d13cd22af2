// <ballot-check>: tells whether this phone's ballots are in the published lists of revealed votes, with the choices that
// it sent, and whether the votes had these options and this rule.

import { countedChoices, read } from "../storage/outbox.js";
import { hasBallot, hasTerms } from "./published-list.js";

// The list of 2,000 voters has 80 KB, and the page of all their phones changes at the same moment.
const MS_PER_VOTER = 10;
const WORST_FIRST = ["missing", "changed", "unknown", "earlier", "counted", "none"];

class BallotCheck extends HTMLElement {
  #watch = new IntersectionObserver(([seen]) => seen.isIntersecting && this.#check());
  #listen = ({ detail }) => this.#contests.includes(detail.contest) && this.#check();

  connectedCallback() {
    this.#watch.observe(this); // only send requests for themes that are visible
    document.addEventListener("outbox-entry", this.#listen); // for a ballot that was still being sent
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    document.removeEventListener("outbox-entry", this.#listen);
  }

  get #contests() {
    return this.dataset.contests.split(" ");
  }

  async #check() {
    await new Promise((go) => setTimeout(go, Math.random() * MS_PER_VOTER * this.dataset.voters));
    if (!this.isConnected) return;
    const lists = this.dataset.lists.split(" ");
    const found = [];
    for (const [at, contest] of this.#contests.entries()) found.push(await resultOf(await read(contest), lists[at], this.dataset.terms));
    const worst = WORST_FIRST.find((one) => found.includes(one));
    if (worst === "unknown") return;
    this.#say(worst);
    if (worst !== "none") this.#watch.disconnect();
  }

  #say(found) {
    this.dataset.found = found;
    this.textContent = this.getAttribute(`data-text-${found}`);
  }
}

// It is unknown offline, and until it is known what became of a change; then the element checks again. `now` are the
// terms that the page shows.
async function resultOf(entry, address, now) {
  if (!entry.countedAt) return "none";
  const choices = countedChoices(entry);
  if (entry.state === "saved" || !choices) return "unknown";
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) return "unknown";
    const list = await response.json();
    if (!hasBallot(list, { ...entry, choices })) return "missing";
    if (entry.countedTerms && !haveStayed(entry.countedTerms, list, now)) return "changed";
    return entry.state === "refused" ? "earlier" : "counted";
  } catch {
    return "unknown"; // it retries when the element is visible again
  }
}

// The hash of the rule and the names, and for issues that of their short names, which the list does not have.
function haveStayed(terms, list, now) {
  const [inList, short] = terms.split(" ");
  return hasTerms(list, inList) && (!short || now === terms);
}

customElements.define("ballot-check", BallotCheck);
