// Close a menu after a choice, a click elsewhere, or Escape.

const EVENTS = ["click", "keydown", "submit"];

export class Menus {
  #root;

  constructor(root) {
    this.#root = root;
    for (const name of EVENTS) document.addEventListener(name, this);
  }

  close() {
    for (const name of EVENTS) document.removeEventListener(name, this);
  }

  handleEvent({ type, target, key }) {
    for (const menu of this.#root.querySelectorAll("details.menu[open]")) {
      const inside = menu.contains(target);
      if (type === "keydown" ? key === "Escape" : inside === (type === "submit")) menu.open = false;
      if (type === "keydown" && inside && !menu.open) menu.querySelector("summary").focus();
    }
  }
}
