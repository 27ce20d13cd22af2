// Binds one <textarea> to one text of the document: typing becomes the smallest change of the text, and other
// people's changes appear around the caret. While an input method composes, the field writes to a separate copy
// and does not change; then the others' changes appear.

import * as Y from "yjs";
import { clean, difference } from "./difference.js";

const EVENTS = ["beforeinput", "input", "keydown", "compositionstart", "compositionend", "blur"];

export class TextBinding {
  #field;
  #document;
  #aside;
  #text;
  #composed = null; // the separate copy of the text during composition
  #undo;
  #follow = (event, { origin }) => origin !== this && !this.#composed && this.#show(event.delta);

  constructor(field, document, aside) {
    this.#field = field;
    this.#document = document;
    this.#aside = aside;
    this.name = field.dataset.field;
    this.#text = document.getText(this.name);
    this.#undo = new Y.UndoManager(this.#text, { trackedOrigins: new Set([this]) });
    this.#text.observe(this.#follow);
    for (const name of EVENTS) field.addEventListener(name, this);
    this.paint();
  }

  close() {
    for (const name of EVENTS) this.#field.removeEventListener(name, this);
    this.#text.unobserve(this.#follow);
    this.#undo.destroy();
  }

  handleEvent(event) {
    if (event.type === "compositionstart") this.#composed ??= this.#aside.text(this.name);
    else if (event.type === "compositionend" || event.type === "blur") this.#finishComposing();
    else if (event.type === "input") this.#typed();
    else if (event.type === "keydown") this.#key(event);
    else this.#beforeInput(event);
  }

  get isComposing() {
    return this.#composed !== null;
  }

  // Update the field if it differs from the text. A caret in a replaced part moves to its end: the next key must not
  // replace a selection.
  paint() {
    const change = difference(this.#field.value, this.#text.toString());
    if (!change || this.#composed) return;
    const isCaret = this.#field.selectionStart === this.#field.selectionEnd;
    this.#field.setRangeText(change.insert, change.at, change.at + change.remove, "preserve");
    if (isCaret) this.#field.selectionStart = this.#field.selectionEnd;
    this.#changed();
  }

  get #oneLine() {
    return this.#field.dataset.lines === "one";
  }

  #typed() {
    const text = this.#composed ?? this.#text;
    const change = difference(text.toString(), this.#field.value, this.#field.selectionEnd);
    if (!change) return;
    const insert = clean(change.insert, this.#oneLine);
    text.doc.transact(() => {
      text.delete(change.at, change.remove);
      text.insert(change.at, insert);
    }, this);
    if (insert !== change.insert) this.paint();
    this.#changed();
  }

  #finishComposing() {
    if (!this.#composed) return;
    this.#typed();
    const ends = [this.#field.selectionStart, this.#field.selectionEnd].map((index) =>
      Y.createRelativePositionFromTypeIndex(this.#composed, index),
    );
    this.#composed = null;
    if (this.#field.value === this.#text.toString()) return;
    this.#field.value = this.#text.toString();
    const places = ends.map((end) => Y.createAbsolutePositionFromRelativePosition(end, this.#document));
    if (this.#field.matches(":focus")) {
      this.#field.setSelectionRange(...places.map((place) => place?.index ?? this.#field.value.length));
    }
    this.#changed();
  }

  // `setRangeText` moves the caret with the text around it.
  #show(delta) {
    let at = 0;
    for (const { retain = 0, insert = "", delete: remove = 0 } of delta) {
      at += retain;
      this.#field.setRangeText(insert, at, at + remove, "preserve");
      at += insert.length;
    }
    this.paint();
    this.#changed();
  }

  // The browser's own undo would revert the changes of other people.
  #key(event) {
    if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") this.#takeBack(event, key === "y" || event.shiftKey);
  }

  #beforeInput(event) {
    if (event.inputType.startsWith("history")) {
      this.#takeBack(event, event.inputType === "historyRedo");
    } else if (this.#oneLine && event.inputType === "insertLineBreak") event.preventDefault();
  }

  #takeBack(event, again) {
    event.preventDefault();
    if (this.#field.readOnly) return;
    if (again) this.#undo.redo();
    else this.#undo.undo();
  }

  #changed() {
    this.#field.dispatchEvent(new CustomEvent("text-changed", { bubbles: true }));
  }
}
