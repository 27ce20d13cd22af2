// <drop-order>: recommendations are sorted by dragging their handles, or with the arrow keys on a handle. The
// buttons in each menu do the same.

import { Dragging } from "./dragging.js";
import { isBusy, sendForm } from "../forms/form-polyfills.js";

const EVENTS = ["keydown", "refused", "unsent"];

class DropOrder extends Dragging {
  static items = "[data-place]";
  #before = null; // [item, its former next item], until the server answers

  connectedCallback() {
    super.connectedCallback();
    for (const name of EVENTS) this.addEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "refused" || event.type === "unsent") this.#putBack(event.target);
    else if (event.type === "keydown" && !this.held) this.#step(event);
    else super.handleEvent(event);
  }

  // Collapse all items to their first lines, so that several fit on a phone.
  lifted() {
    this.#staying(this.held, () => this.toggleAttribute("data-sorting", true));
  }

  hover(place) {
    const next = this.#nextAt(place);
    if (next === this.#after(this.held)) this.mark(null);
    else this.mark(next ?? this.#items[this.#items.length - 1], next ? "above" : "below");
  }

  drop(place) {
    this.#put(this.held, this.#nextAt(place));
  }

  settled(held) {
    this.#staying(held, () => this.toggleAttribute("data-sorting", false));
  }

  #step(event) {
    const handle = event.target.closest("[data-handle]");
    const item = handle?.closest(DropOrder.items);
    if (!item || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const items = this.#items;
    const at = items.indexOf(item);
    const next = event.key === "ArrowDown" ? items[at + 2] : items[Math.max(0, at - 1)];
    if (next !== item) this.#put(item, next ?? null);
    handle.focus();
  }

  // Show the new place at once; move it back if the server refuses or cannot be reached.
  #put(item, next) {
    const form = this.querySelector(":scope > form[data-put]");
    if (next === this.#after(item) || isBusy(form)) return;
    this.#before = [item, this.#after(item) ?? form];
    this.insertBefore(item, next ?? form);
    form.action = item.dataset.place;
    form.elements.before.value = next ? next.dataset.recommendation : "";
    sendForm(form);
  }

  // Unless a refresh has removed one of the two from the page.
  #putBack(form) {
    const [item, next] = form.matches("[data-put]") ? this.#before : [];
    if (item?.parentNode === this && next.parentNode === this) this.insertBefore(item, next);
  }

  get #items() {
    return [...this.querySelectorAll(DropOrder.items)];
  }

  #after(item) {
    const items = this.#items;
    return items[items.indexOf(item) + 1] ?? null;
  }

  // Return the item before which it would be dropped; null for the end.
  #nextAt({ clientY }) {
    const others = this.#items.filter((item) => item !== this.held);
    return others.find((item) => middleOf(item) > clientY) ?? null;
  }

  // Keep this item under the pointer while the heights of others change.
  #staying(item, change) {
    const before = item.getBoundingClientRect().top;
    change();
    scrollBy(0, item.getBoundingClientRect().top - before);
  }
}

function middleOf(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

customElements.define("drop-order", DropOrder);
