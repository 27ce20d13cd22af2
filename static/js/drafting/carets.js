// Show the carets of other people. A field in `.with-carets` gets a layer for each person with an invisible
// copy of the text up to their caret, which puts the caret in the right place.
//
// Positions are Yjs relative positions, which move with the text around them.

import * as Y from "yjs";
import { colourOf } from "./colour.js";
import { nameOf } from "./name.js";

export class Carets {
  #root;
  #document;

  constructor(root, document) {
    this.#root = root;
    this.#document = document;
  }

  isShown(name) {
    return Boolean(this.#field(name)?.closest(".with-carets"));
  }

  // The position of this page's caret in the text of this name; "" if there are no other people.
  own(name) {
    if (!name || !this.isShown(name)) return "";
    const index = this.#field(name).selectionEnd;
    const place = Y.createRelativePositionFromTypeIndex(this.#document.getText(name), index);
    return btoa(String.fromCharCode(...Y.encodeRelativePosition(place)));
  }

  paint(others) {
    const placed = [...others].filter(({ at }) => at);
    for (const around of this.#root.querySelectorAll(".with-carets")) {
      const field = around.querySelector("[data-field]");
      const here = placed
        .filter((one) => one.field === field.dataset.field)
        .map((one) => this.#layer(field, one));
      for (const old of around.querySelectorAll(".caret-layer")) old.remove();
      around.append(...here.filter(Boolean)); // do not move the field, because it would lose the focus
    }
  }

  #field(name) {
    return this.#root.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  #layer(field, { who, at }) {
    const index = this.#read(at);
    if (index === undefined) return null;
    const layer = Object.assign(document.createElement("div"), { className: "caret-layer", ariaHidden: "true" });
    const caret = Object.assign(document.createElement("span"), { className: `caret ${colourOf(who)}` });
    caret.dataset.who = nameOf(this.#root, who);
    layer.append(field.value.slice(0, index), caret);
    return layer;
  }

  // Decode another page's position; undefined if it is invalid in this document.
  #read(at) {
    try {
      const bytes = Uint8Array.from(atob(at), (letter) => letter.charCodeAt(0));
      const place = Y.decodeRelativePosition(bytes);
      return Y.createAbsolutePositionFromRelativePosition(place, this.#document)?.index;
    } catch {
      return undefined;
    }
  }
}
