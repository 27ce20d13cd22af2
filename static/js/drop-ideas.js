// <drop-ideas>: ideas put together by dragging one, by its handle, onto another, or beside them all
// to stand by itself; by mouse, pen or finger. The select beside each idea does the same by keyboard.

class DropIdeas extends HTMLElement {
  #held = null;

  connectedCallback() {
    this.addEventListener("pointerdown", (event) => this.#lift(event));
    this.addEventListener("pointermove", (event) => this.#hover(event));
    this.addEventListener("pointerup", (event) => this.#drop(event));
    this.addEventListener("pointercancel", () => this.#settle());
  }

  #lift(event) {
    const handle = event.button === 0 && event.target.closest("[data-handle]");
    if (!handle) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    this.#held = handle.closest("[data-idea]");
    this.#held.dataset.held = "";
  }

  #hover(event) {
    if (!this.#held) return;
    const target = this.#target(event);
    for (const other of this.querySelectorAll("[data-over]")) {
      if (other !== target) delete other.dataset.over;
    }
    if (target) target.dataset.over = "";
  }

  #drop(event) {
    if (!this.#held) return;
    const target = this.#target(event);
    if (target) this.#put(this.#held, target);
    this.#settle();
  }

  // The idea under the pointer, or the place for those that stand by themselves.
  #target({ clientX, clientY }) {
    const target = document.elementFromPoint(clientX, clientY)?.closest("[data-idea]");
    return target && this.contains(target) && target !== this.#held ? target : null;
  }

  #put(idea, target) {
    const form = this.querySelector("form[data-put]");
    form.action = idea.dataset.address;
    form.elements.other.value = target.dataset.idea;
    form.requestSubmit();
  }

  #settle() {
    delete this.#held?.dataset.held;
    this.#held = null;
    for (const target of this.querySelectorAll("[data-over]")) delete target.dataset.over;
  }
}

customElements.define("drop-ideas", DropIdeas);
