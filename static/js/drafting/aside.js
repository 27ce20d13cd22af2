// A second copy of a document, for the text that somebody is composing (a Thai or Vietnamese word,
// nearly every word on Android). A field must not change under an input method, so it writes in
// this copy, which follows nobody meanwhile; the document itself takes in both.

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

  // The text as it is now; it stays so until it is asked for again.
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
