// A base class for dragging an element's items by their handles, with mouse, pen or finger. Subclasses define
// the `items`, the drop target, and what a drop does. Escape cancels.

const EDGE_PX = 100; // distance from the top or bottom of the window at which the page scrolls
const FASTEST_PX = 14; // per frame
const WHILE_HELD = ["pointermove", "pointerup", "pointercancel", "keydown"];

export class Dragging extends HTMLElement {
  held = null;
  #pointer = null; // the last position
  #frame = null;

  connectedCallback() {
    this.addEventListener("pointerdown", this);
  }

  disconnectedCallback() {
    this.#settle();
  }

  // ---- For subclasses ----

  lifted() {}
  hover(_place) {} // marks the drop target
  drop(_place) {}
  settled(_held) {}

  // Mark one element, and no other, as the drop target.
  mark(target, how = "") {
    for (const other of this.querySelectorAll("[data-over]")) if (other !== target) delete other.dataset.over;
    if (target) target.dataset.over = how;
  }

  // ---- Pointer events ----

  // Listen on the document, because the page may be morphed during a drag.
  handleEvent(event) {
    if (event.type === "pointerdown") return this.#lift(event);
    if (event.type === "keydown") return event.key === "Escape" && this.#settle();
    if (event.pointerId !== this.#pointer.pointerId) return;
    if (event.type === "pointermove") this.#move(event);
    else this.#letGo(event);
  }

  #lift(event) {
    const handle = event.button === 0 && !this.held && event.target.closest("[data-handle]");
    if (!handle) return;
    event.preventDefault(); // do not select text, and keep the focus
    // Touch events go to the element where they began, which may be removed from the page.
    if (handle.hasPointerCapture(event.pointerId)) handle.releasePointerCapture(event.pointerId);
    this.held = handle.closest(this.constructor.items);
    this.held.dataset.held = "";
    this.#pointer = event;
    for (const name of WHILE_HELD) window.addEventListener(name, this);
    this.lifted(event);
    this.#scroll();
  }

  #move(event) {
    this.#pointer = event;
    this.hover(event);
  }

  #letGo(event) {
    if (event.type === "pointerup" && this.held.isConnected) this.drop(event);
    this.#settle();
  }

  #scroll = () => {
    const { clientY } = this.#pointer;
    const past = Math.min(0, clientY - EDGE_PX) || Math.max(0, clientY - innerHeight + EDGE_PX);
    if (past) {
      scrollBy(0, (FASTEST_PX * past) / EDGE_PX);
      this.hover(this.#pointer);
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  #settle() {
    if (!this.held) return;
    cancelAnimationFrame(this.#frame);
    for (const name of WHILE_HELD) window.removeEventListener(name, this);
    this.mark(null);
    const held = this.held;
    delete held.dataset.held;
    this.held = null;
    this.settled(held);
  }
}
