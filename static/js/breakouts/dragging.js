// What lies in this element is dragged by its handles: by mouse, pen or finger. Who extends it says what
// the `items` are, over what one is held now, and what letting it go there does. Escape puts it back.

const EDGE_PX = 100; // so near the top or the bottom of the window, the page scrolls
const FASTEST_PX = 14; // per frame
const WHILE_HELD = ["pointermove", "pointerup", "pointercancel", "keydown"];

export class Dragging extends HTMLElement {
  held = null;
  #pointer = null; // where it was last
  #frame = null;

  connectedCallback() {
    this.addEventListener("pointerdown", this);
  }

  disconnectedCallback() {
    this.#settle();
  }

  // ---- For those who extend it ----

  lifted() {}
  hover(_place) {} // marks what the held one lies over
  drop(_place) {}
  settled(_held) {}

  // Marks one element, and no other, as what the held one lies over.
  mark(target, how = "") {
    for (const other of this.querySelectorAll("[data-over]")) if (other !== target) delete other.dataset.over;
    if (target) target.dataset.over = how;
  }

  // ---- What pointers do ----

  // The page may be morphed meanwhile, so what follows is heard wherever it happens.
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
    event.preventDefault(); // no selection of text, and the focus stays
    // A finger's events go where it began; what lies there may be taken out of the page.
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
