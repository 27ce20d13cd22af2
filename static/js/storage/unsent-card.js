// The base class of cards with texts that were not sent, to be copied. Its <template> is one text. Subclasses define
// texts(), which returns each as { text, of }, and forget(), which deletes them.

import { confirmed } from "../forms/confirm.js";
import { copyButton } from "../forms/copy-button.js";
import { focusRow } from "../keyboard/focus-neighbour.js";
import { announce } from "../live/announcer.js";

export class UnsentCard extends HTMLElement {
  #shown = "[]";
  #look = () => this.show();

  connectedCallback() {
    document.addEventListener("refreshed", this.#look);
    this.addEventListener("click", this);
    this.show();
  }

  disconnectedCallback() {
    document.removeEventListener("refreshed", this.#look);
  }

  async handleEvent({ target }) {
    const button = target.closest("[data-discard]");
    if (!button || !(await confirmed(this, button))) return;
    this.forget();
    this.show();
    focusRow(this.querySelector("ul"), 0);
  }

  // Rows that are already shown stay, because somebody may be selecting their text.
  show() {
    const texts = this.texts();
    const shown = JSON.stringify(texts);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (this.hidden && texts.length) announce((this.querySelector(".notice") ?? this.querySelector("h2")).textContent);
    this.hidden = texts.length === 0;
    this.querySelector("ul").replaceChildren(...texts.map((text) => this.#row(text)));
  }

  #row({ text, of }) {
    const row = this.querySelector("template").content.cloneNode(true);
    row.querySelector("[data-of]").textContent = of;
    row.querySelector("[data-of]").hidden = !of;
    row.querySelector(".said").textContent = text;
    row.querySelector("li").append(copyButton(text));
    return row;
  }
}
