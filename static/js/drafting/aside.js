// A second copy of a document, for text that is being composed with an input method (Thai, Vietnamese, nearly
// every word on Android). A field must not change during composition, so the composed text goes to this copy,
// which gets no updates; later it is merged into the document.

import * as Y from "yjs";
import { clientWith, markOf } from "./clients.js";

export class Aside {
  #document;
  #copy = new Y.Doc();

  constructor(document) {
    this.#document = document;
    this.#copy.on("update", (update, origin) => {
      if (origin !== this) Y.applyUpdate(document, update, origin);
    });
  }

  // The current text; it does not change until the next call.
  text(name) {
    const mark = markOf(this.#document.clientID);
    if (markOf(this.#copy.clientID) !== mark) this.#copy.clientID = clientWith(mark);
    const news = Y.encodeStateAsUpdate(this.#document, Y.encodeStateVector(this.#copy));
    Y.applyUpdate(this.#copy, news, this);
    return this.#copy.getText(name);
  }

  close() {
    this.#copy.destroy();
  }
}
