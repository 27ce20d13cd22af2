// Buttons that put a text where one writes: into the field that was last in use, or the first that
// can be seen. A button that names a field adds a line at the end of it, behind a list right away and
// behind anything else as a new paragraph.

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
