// <drop-order>: recommendations put in order by dragging them by their handles, or with the arrow keys
// on a handle. The buttons in each one's menu do the same.

import { Dragging } from "./dragging.js";
import { isBusy, sendForm } from "../forms/form-polyfills.js";

const EVENTS = ["keydown", "refused", "unsent"];

class DropOrder extends Dragging {
  static items = "[data-place]";
  #before = null; // [item, the one that it stood before], until an answer comes

  connectedCallback() {
    super.connectedCallback();
    for (const name of EVENTS) this.addEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "refused" || event.type === "unsent") this.#putBack(event.target);
    else if (event.type === "keydown" && !this.held) this.#step(event);
    else super.handleEvent(event);
  }

  // All show their first lines only, so that a phone has room for several.
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

  // Shown at once where it will be; back where it was if that is refused or cannot be sent.
  #put(item, next) {
    const form = this.querySelector(":scope > form[data-put]");
    if (next === this.#after(item) || isBusy(form)) return;
    this.#before = [item, this.#after(item) ?? form];
    this.insertBefore(item, next ?? form);
    form.action = item.dataset.place;
    form.elements.before.value = next ? next.dataset.recommendation : "";
    sendForm(form);
  }

  // Unless the page has meanwhile been fetched without one of them.
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

  // Before which one it comes when it is let go here; null for the end.
  #nextAt({ clientY }) {
    const others = this.#items.filter((item) => item !== this.held);
    return others.find((item) => middleOf(item) > clientY) ?? null;
  }

  // What changes the height of all others leaves this one under the pointer.
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
