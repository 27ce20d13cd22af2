// <drop-seats>: people dragged from group to group. While one is held, each group shows what the
// move would do, as the server says it; the same can be chosen by keyboard on the person's page.

class DropSeats extends HTMLElement {
  #person = null;

  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.#lift(event));
    this.addEventListener("dragover", (event) => this.#hover(event));
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("dragend", () => this.#settle());
  }

  #lift(event) {
    const link = event.target.closest?.("[data-person]");
    if (!link) return;
    this.#person = link.dataset.person;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", link.textContent.trim());
    this.#preview(link.href);
  }

  async #preview(address) {
    const person = this.#person;
    const response = await fetch(address, { headers: { "X-Fragment": "1" } }).catch(() => null);
    if (!response?.ok || this.#person !== person) return;
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

  #hover(event) {
    const card = this.#person && event.target.closest?.("[data-group]");
    if (!card) return;
    event.preventDefault();
    for (const other of this.querySelectorAll("[data-over]")) if (other !== card) delete other.dataset.over;
    card.dataset.over = "";
  }

  #drop(event) {
    const card = this.#person && event.target.closest?.("[data-group]");
    if (!card) return;
    event.preventDefault();
    const form = this.querySelector("#drop");
    form.elements.person.value = this.#person;
    form.elements.group.value = card.dataset.group;
    form.requestSubmit();
    this.#settle();
  }

  #settle() {
    this.#person = null;
    for (const card of this.querySelectorAll("[data-over]")) delete card.dataset.over;
    for (const note of this.querySelectorAll("[data-preview]")) note.hidden = true;
  }
}

customElements.define("drop-seats", DropSeats);
