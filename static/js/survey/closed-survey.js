// <closed-survey>: says after the close that answers on this phone were not sent, or came too late. The server only
// knows whether it has earlier ones.

import { read, SURVEY } from "../storage/outbox.js";

class ClosedSurvey extends HTMLElement {
  #listen = ({ detail }) => detail.contest === SURVEY && this.#follow(detail);

  async connectedCallback() {
    document.addEventListener("outbox-entry", this.#listen);
    this.#follow(await read(SURVEY));
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-entry", this.#listen);
  }

  #follow({ state, draft }) {
    const isHalfDone = Object.values(draft ?? {}).some((answer) => Object.keys(answer).length);
    if (isHalfDone || state === "refused") this.textContent = this.dataset.textUnsent;
  }
}

customElements.define("closed-survey", ClosedSurvey);
