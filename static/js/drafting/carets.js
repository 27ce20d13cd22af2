// Where in a text the others are. A field that stands in a `.with-carets` gets a layer for each of
// them, which repeats the text up to their caret, unseen, so that the caret comes to lie where theirs is.
//
// A place is told as Yjs's relative position, which moves along with the text around it.

import * as Y from "yjs";
import { colourOf } from "./colour.js";

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

  // Where this page's own caret is in the text of this name; "" if nobody shows it.
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
      around.append(...here.filter(Boolean)); // the field itself stays: moved, it would lose its focus
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
    caret.dataset.who = who;
    layer.append(field.value.slice(0, index), caret);
    return layer;
  }

  // What somebody else has sent: nothing at all if it is no place in this document.
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
