// Buttons that insert a text at the caret: into the last used field, or the first visible one. A button that
// names a field appends a line to it: directly after a list, otherwise as a new paragraph.

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
    else if (type === "click" && button?.dataset.into) this.#add(button.dataset);
    else if (type === "click" && button) this.#insert(button.dataset.insert);
  }

  #add({ insert, into }) {
    const field = this.#root.querySelector(`[data-field="${into}"]`);
    if (field.readOnly) return;
    const before = field.value.trimEnd();
    const isList = insert.startsWith("- ") && before.slice(before.lastIndexOf("\n") + 1).startsWith("- ");
    const gap = before && (isList ? "\n" : "\n\n");
    field.setRangeText(gap + insert, before.length, field.value.length, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  #insert(words) {
    const field = this.#field;
    if (!field || field.readOnly) return;
    field.focus();
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  get #field() {
    if (this.#last && isVisible(this.#last)) return this.#last;
    return [...this.#root.querySelectorAll("[data-field]")].find(isVisible);
  }
}

const isVisible = (field) => field.getClientRects().length > 0;
