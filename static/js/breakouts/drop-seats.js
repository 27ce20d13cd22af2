// <drop-seats>: people are dragged between groups. During a drag, each group shows the effect of the move, as
// computed by the server; the person's page offers the same by keyboard.

import { Dragging } from "./dragging.js";
import { sendForm } from "../forms/form-polyfills.js";

class DropSeats extends Dragging {
  static items = "[data-person]";

  lifted() {
    this.#preview(this.held);
  }

  hover(place) {
    this.mark(this.#groupAt(place));
  }

  drop(place) {
    const group = this.#groupAt(place);
    if (!group || group.contains(this.held)) return;
    const form = this.querySelector("#drop");
    form.elements.person.value = this.held.dataset.person;
    form.elements.group.value = group.dataset.group;
    sendForm(form);
  }

  settled() {
    for (const note of this.querySelectorAll("[data-preview]")) note.hidden = true;
  }

  #groupAt({ clientX, clientY }) {
    const group = document.elementFromPoint(clientX, clientY)?.closest("[data-group]");
    return group && this.contains(group) ? group : null;
  }

  async #preview(person) {
    const address = person.querySelector("a").href;
    const response = await fetch(address, { headers: { "X-Fragment": "1" } }).catch(() => null);
    if (!response?.ok || this.held !== person) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const target of page.querySelectorAll("[data-target]")) {
      const words = [...target.querySelectorAll(".pill, .small")].map((part) => part.textContent.trim());
      this.#show(target.dataset.target, words.join(" · "), target.querySelector(".warning"));
    }
  }

  #show(group, words, warning) {
    const note = this.querySelector(`[data-group="${group}"] [data-preview]`);
    if (!note) return;
    note.textContent = words;
    note.classList.toggle("warning", Boolean(warning));
    note.hidden = false;
  }
}

customElements.define("drop-seats", DropSeats);
