// <drop-ideas>: ideas put together by dragging one, by its handle, onto another, or beside them all
// to stand by itself. The select beside each idea does the same by keyboard.

import { Dragging } from "./dragging.js";
import { sendForm } from "../forms/form-polyfills.js";

class DropIdeas extends Dragging {
  static items = "[data-idea]";

  hover(place) {
    this.mark(this.#target(place));
  }

  drop(place) {
    const target = this.#target(place);
    if (!target) return;
    const form = this.querySelector("form[data-put]");
    form.action = this.held.dataset.address;
    form.elements.other.value = target.dataset.idea;
    sendForm(form);
  }

  // The idea under the pointer, or the place for those that stand by themselves.
  #target({ clientX, clientY }) {
    const target = document.elementFromPoint(clientX, clientY)?.closest("[data-idea]");
    return target && this.contains(target) && target !== this.held ? target : null;
  }
}

customElements.define("drop-ideas", DropIdeas);
