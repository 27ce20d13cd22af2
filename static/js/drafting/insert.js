// Buttons that put a text where one writes: into the field that was last in use, or the first that
// can be seen.

export class Insert {
  #root;
  #last = null;

  constructor(root) {
    this.#root = root;
    for (const name of ["focusin", "click"]) root.addEventListener(name, this);
  }

  close() {
    for (const name of ["focusin", "click"]) this.#root.removeEventListener(name, this);
  }

  handleEvent({ type, target }) {
    const button = target.closest("[data-insert]");
    if (type === "focusin" && target.dataset.field) this.#last = target;
    else if (type === "click" && button) this.#insert(button.dataset.insert);
  }

  #insert(words) {
    const field = this.#field;
    if (!field || field.readOnly) return;
    field.focus();
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  get #field() {
    if (this.#last?.isConnected && this.#last.checkVisibility()) return this.#last;
    return [...this.#root.querySelectorAll("[data-field]")].find((field) => field.checkVisibility());
  }
}
