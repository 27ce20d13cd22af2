// <ballot-check>: tells whether this phone's ballot is in the published list of a closed vote. It computes the
// hash of contest, receipt and choices itself, so it does not depend on the server.

import { read } from "../storage/outbox.js";
import { toHex } from "../storage/random-key.js";

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
    const entry = await read(this.dataset.contest);
    const digest = await ownDigest(entry);
    if (!digest) return this.#say("none");
    if (entry.state === "saved") return; // it checks when it is known what became of the change
    try {
      const response = await fetch(this.dataset.list, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const { hashes } = await response.json();
      const found = entry.state === "refused" ? "earlier" : "counted";
      this.#say(hashes.includes(digest) ? found : "missing");
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

// Return this phone's line in the list; undefined if no ballot was counted. Browsers can only compute hashes on
// secure pages; elsewhere, use the line in the server's acknowledgement.
async function ownDigest({ contest, receipt, choices, digest, state }) {
  if (!digest || state !== "counted" || !globalThis.crypto?.subtle) return digest;
  const text = new TextEncoder().encode(`${contest}:${receipt}:${JSON.stringify(choices)}`);
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", text)));
}

customElements.define("ballot-check", BallotCheck);
