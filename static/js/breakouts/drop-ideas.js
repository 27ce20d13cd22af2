// <drop-ideas>: ideas are grouped by dragging one onto another by its handle, and ungrouped by dragging it to
// the free area. The select and the button next to each idea do the same by keyboard.

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

  // Return the idea under the pointer, or the area for ungrouped ideas.
  #target({ clientX, clientY }) {
    const target = document.elementFromPoint(clientX, clientY)?.closest("[data-idea]");
    return target && this.contains(target) && target !== this.held ? target : null;
  }
}

customElements.define("drop-ideas", DropIdeas);
