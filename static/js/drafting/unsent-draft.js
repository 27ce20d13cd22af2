// <unsent-draft>: the texts that this tab could not send before drafting ended, to be copied. Its <template> is one
// text. A page on which the draft can be read says in the draft what is not sent.

import { confirmed } from "../forms/confirm.js";
import { copyButton } from "../forms/copy-button.js";
import { focusRow } from "../keyboard/focus-neighbour.js";
import { announce } from "../live/announcer.js";
import { rememberUnsent, unsentTexts } from "./unsent-texts.js";

class UnsentDraft extends HTMLElement {
  #look = () => this.#show();

  connectedCallback() {
    document.addEventListener("refreshed", this.#look);
    this.addEventListener("click", this);
    this.#show();
  }

  disconnectedCallback() {
    document.removeEventListener("refreshed", this.#look);
  }

  async handleEvent({ target }) {
    const button = target.closest("[data-discard]");
    if (!button || !(await confirmed(this, button))) return;
    rememberUnsent([]);
    this.#show();
    focusRow(this.querySelector("ul"), 0);
  }

  #show() {
    const texts = document.querySelector("shared-draft") ? [] : unsentTexts();
    if (this.hidden && texts.length) announce(this.querySelector(".notice").textContent);
    this.hidden = texts.length === 0;
    this.querySelector("ul").replaceChildren(...texts.map((text) => this.#row(text)));
  }

  #row({ text, of }) {
    const row = this.querySelector("template").content.cloneNode(true);
    row.querySelector("[data-of]").textContent = of;
    row.querySelector(".said").textContent = text;
    row.querySelector("li").append(copyButton(text));
    return row;
  }
}

customElements.define("unsent-draft", UnsentDraft);
