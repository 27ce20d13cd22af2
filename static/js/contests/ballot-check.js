// <ballot-check>: says whether the ballot of this phone is in the published list of a closed vote.
// It hashes contest, receipt and choices itself, so that it need not believe the server.

import { read } from "../storage/outbox.js";

class BallotCheck extends HTMLElement {
  #watch = new IntersectionObserver(([seen]) => seen.isIntersecting && this.#check());
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#check();

  connectedCallback() {
    this.#watch.observe(this); // the themes that nobody looks at cost no request
    document.addEventListener("outbox-entry", this.#listen); // one that was still under way
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    document.removeEventListener("outbox-entry", this.#listen);
  }

  async #check() {
    const digest = await ownDigest(await read(this.dataset.contest));
    if (!digest) return this.#say("none");
    try {
      const response = await fetch(this.dataset.list, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const { hashes } = await response.json();
      this.#say(hashes.includes(digest) ? "counted" : "missing");
      this.#watch.disconnect();
    } catch {
      // No connection: it is asked again when the reader comes back to it.
    }
  }

  #say(found) {
    this.dataset.found = found;
    this.textContent = this.getAttribute(`data-text-${found}`);
  }
}

// The line that this phone's counted ballot has in the list; none if nothing was counted. Browsers
// hash on secure pages only: elsewhere it is the line that the server named when it counted.
async function ownDigest({ contest, receipt, choices, digest, state }) {
  if (!digest || state !== "counted" || !globalThis.crypto?.subtle) return digest;
  const text = new TextEncoder().encode(`${contest}:${receipt}:${JSON.stringify(choices)}`);
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("ballot-check", BallotCheck);
