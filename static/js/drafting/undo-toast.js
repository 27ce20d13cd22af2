// When anybody in the group deletes a recommendation, show a message with "Undo", which presses the page's
// restore button.

import { sendForm } from "../forms/form-polyfills.js";
import { announce } from "../live/announcer.js";

const SHOW_MS = 10000;

export class UndoToast {
  #root;
  #known;
  #timer = null;
  #press = () => this.#undo();

  constructor(root) {
    this.#root = root;
    this.#known = new Set(this.#deleted());
    this.#button?.addEventListener("click", this.#press);
  }

  close() {
    clearTimeout(this.#timer);
    this.#button?.removeEventListener("click", this.#press);
  }

  look() {
    const deleted = this.#deleted();
    const fresh = deleted.filter((id) => !this.#known.has(id));
    this.#known = new Set(deleted);
    if (fresh.length) this.#show(fresh[fresh.length - 1]);
    else if (!deleted.includes(this.#toast?.dataset.of)) this.#hide();
  }

  get #toast() {
    return this.#root.querySelector("[data-toast]");
  }

  get #button() {
    return this.#toast?.querySelector("button");
  }

  #deleted() {
    return [...this.#root.querySelectorAll("[data-deleted]")].map((item) => item.dataset.deleted);
  }

  #show(id) {
    if (!this.#toast) return;
    this.#toast.dataset.of = id;
    this.#toast.hidden = false;
    announce(this.#toast.textContent);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), SHOW_MS);
  }

  #hide() {
    if (this.#toast) this.#toast.hidden = true;
  }

  #undo() {
    const item = this.#root.querySelector(`[data-deleted="${this.#toast.dataset.of}"]`);
    if (item) sendForm(item.querySelector("form"));
    this.#hide();
  }
}
