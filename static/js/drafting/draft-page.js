// Makes the texts on a page editable: the shared document and its fields, who is writing, and what is saved.
// The page's HTML may change at any time; `look` adapts to its current content.

import { announce } from "../live/announcer.js";
import { currentSocket, isConnected } from "../live/connection.js";
import { setText } from "../live/set-text.js";
import { sendForm } from "../forms/form-polyfills.js";
import { Aside } from "./aside.js";
import { DraftSession } from "./draft-session.js";
import { Insert } from "./insert.js";
import { LocalStore } from "./local-store.js";
import { Menus } from "./menus.js";
import { Presence } from "./presence.js";
import { TextBinding } from "./text-binding.js";
import { UndoToast } from "./undo-toast.js";
import { isOnPage, rememberUnsent } from "./unsent-texts.js";

const SETTLE_MS = 700; // between two words, "Saved" would flicker
const EVENTS = ["text-changed", "input"];
const COMPOSED = ["compositionend", "focusout"];
const growsByItself = CSS.supports("field-sizing", "content");

export class DraftPage {
  group; // whose draft it is; the report belongs to no group
  #root;
  #store;
  #session;
  #previous; // the page of the document that this one replaces; it is used until this one can be
  #aside;
  #presence;
  #toast;
  #menus;
  #insert;
  #settling = null;
  #bindings = new Map(); // field → binding
  #places = new Map(); // name of a field → its place on the page, in words
  #begun = null; // { issue, after }: this page has just added a recommendation, with a higher id
  #unfold = () => this.#fields().forEach((field) => this.#fit(field)); // folded fields have no height
  #sayAgain = () => this.#say();
  #stay = (event) => this.#session.unsentChanges().length > 0 && event.preventDefault();
  #keepIfUnsaved = () => this.#session.state !== "saved" && this.#keepUnsent();
  #warn = (event) => this.#isKept || this.#stay(event);
  #takeOverSoon = () => setTimeout(() => this.#previous && this.look()); // when the input method has written its word

  constructor(root, previous = null) {
    this.#root = root;
    const { document: name, group } = root.dataset;
    this.group = group;
    const socket = currentSocket();
    const { voter } = document.querySelector("live-page").dataset;
    this.#store = new LocalStore(`${voter}:${name}`); // others who use this phone do not send what this reader wrote
    this.#previous = previous;
    this.#session = new DraftSession({ name, socket, store: this.#store });
    this.#aside = new Aside(this.#session.document);
    this.#session.addEventListener("ready", () => this.look());
    this.#session.addEventListener("state", () => this.#saySoon());
    this.#session.addEventListener("rewritten", () => root.dispatchEvent(new Event("rewritten")));
  }

  async open() {
    if (!this.#previous) this.#begin();
    else for (const name of COMPOSED) this.#root.addEventListener(name, this.#takeOverSoon);
    await this.#session.open();
  }

  #begin() {
    this.#toast = new UndoToast(this.#root);
    this.#menus = new Menus(this.#root);
    this.#insert = new Insert(this.#root);
    this.#presence = new Presence(this.#root, currentSocket(), this.#session);
    for (const name of EVENTS) this.#root.addEventListener(name, this);
    document.addEventListener("submit", this);
    document.addEventListener("connection", this.#sayAgain);
    document.addEventListener("login-ended", this.#stay);
    document.addEventListener("toggle", this.#unfold, true);
    addEventListener("beforeunload", this.#warn);
    addEventListener("pagehide", this.#keepIfUnsaved);
    this.#say();
  }

  // Return the page that people are writing in, this one or the previous one, without closing it.
  handOver() {
    const previous = this.#previous;
    if (!previous && this.#session.ready) {
      this.#session.leave();
      return this;
    }
    this.#previous = null;
    this.close();
    return previous;
  }

  // The page no longer has the draft. What is on its way may still arrive.
  async end() {
    const writing = this.#previous ?? this;
    this.close();
    await writing.#session.answered;
    if (!isOnPage(this.group)) writing.#keepUnsent();
  }

  close() {
    this.#previous?.close();
    this.#previous = null;
    for (const name of COMPOSED) this.#root.removeEventListener(name, this.#takeOverSoon);
    for (const name of EVENTS) this.#root.removeEventListener(name, this);
    document.removeEventListener("submit", this);
    document.removeEventListener("connection", this.#sayAgain);
    document.removeEventListener("login-ended", this.#stay);
    document.removeEventListener("toggle", this.#unfold, true);
    removeEventListener("beforeunload", this.#warn);
    removeEventListener("pagehide", this.#keepIfUnsaved);
    for (const [field, binding] of this.#bindings) this.#release(field, binding);
    clearTimeout(this.#settling);
    for (const part of [this.#presence, this.#toast, this.#menus, this.#insert]) part?.close();
    this.#aside.close();
    this.#session.close();
  }

  handleEvent({ type, target, inputType }) {
    if (type === "text-changed") this.#fit(target);
    else if (type === "submit" && target.dataset.add) this.#expect(document.getElementById(target.dataset.add));
    else if (target.list && inputType === "insertReplacementText") sendForm(target.form);
  }

  // Whether this phone stores what is written.
  get #isKept() {
    return this.#store.works && !this.#session.isLeft;
  }

  look() {
    if (this.#session.ready) this.#takeOver();
    if (this.#previous) return this.#previous.look();
    if (!this.#session.ready) return;
    for (const [field, binding] of this.#bindings) {
      if (!field.isConnected || field.dataset.field !== binding.name) this.#release(field, binding);
    }
    const fresh = this.#session.isLeft ? [] : this.#fields().filter((field) => !this.#bindings.has(field));
    for (const field of fresh) this.#bind(field);
    for (const field of this.#bindings.keys()) this.#refresh(field);
    this.#welcome(fresh);
    this.#presence.paint();
    this.#toast.look();
    this.#session.retry();
  }

  // What the server did not get is written again, in the fields that are still there. A word that is being composed is
  // left alone until it is finished.
  #takeOver() {
    const previous = this.#previous;
    if (!previous || previous.#isComposing) return;
    this.#previous = null;
    const isCarried = ({ field, text, known }) => text !== known || this.#field(field) === document.activeElement;
    this.#session.carry(previous.#session.texts().filter((one) => this.#field(one.field) && isCarried(one)));
    this.#begun = previous.#begun;
    for (const [field, binding] of previous.#bindings) {
      binding.close();
      this.#bind(field);
    }
    previous.#bindings.clear();
    previous.close();
    for (const name of COMPOSED) this.#root.removeEventListener(name, this.#takeOverSoon);
    this.#begin();
    const target = document.activeElement;
    if (this.#bindings.has(target)) this.#presence.handleEvent({ type: "focusin", target });
  }

  get #isComposing() {
    return [...this.#bindings.values()].some(({ isComposing }) => isComposing);
  }

  #field(name) {
    return this.#root.querySelector(`textarea[data-field="${CSS.escape(name)}"]`);
  }

  #fields() {
    return [...this.#root.querySelectorAll("textarea[data-field]")];
  }

  #bind(field) {
    const binding = new TextBinding(field, this.#session.document, this.#aside);
    this.#bindings.set(field, binding);
    this.#places.set(binding.name, placeOf(field));
  }

  #release(field, binding) {
    binding.close();
    field.readOnly = true;
    this.#bindings.delete(field);
  }

  #refresh(field) {
    field.readOnly = this.#root.dataset.writes === undefined;
    this.#bindings.get(field).paint();
    this.#fit(field);
  }

  #fit(field) {
    if (growsByItself) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  #expect(issue) {
    this.#begun = { issue, after: Math.max(0, ...this.#fields().map(recommendationOf)) };
  }

  // Focus a recommendation that this person has just added: its first empty field, which asks who should act. Its top
  // is below the bar that covers the top of a phone, and so is the issue's heading if nothing else is below it.
  #welcome(fresh) {
    if (!this.#begun) return;
    const { issue, after } = this.#begun;
    const first = fresh.find((field) => issue.contains(field) && recommendationOf(field) > after);
    if (!first) return;
    this.#begun = null;
    const card = first.closest("article");
    const who = first.value ? null : card.querySelector(".new-tag [name=name]");
    (who ?? first).focus();
    (card === issue.querySelector("article") ? issue : card).scrollIntoView();
  }

  #saySoon() {
    if (this.#previous) return; // which says it
    clearTimeout(this.#settling);
    if (this.#session.state !== "saved") this.#say();
    else this.#settling = setTimeout(() => this.#say(), SETTLE_MS);
  }

  // Drafting may end before the phone is online again. Until it has joined, it does not know what is unsent.
  #keepUnsent() {
    if (!this.group || !this.#session.hasJoined) return;
    const texts = this.#session.unsentChanges().filter(({ text }) => text);
    rememberUnsent(this.group, texts.map(({ field, text }) => ({ text, of: this.#places.get(field) ?? "" })));
  }

  // A busy server may take a while to answer a page that is connected.
  #saidOf(state) {
    if (state === "offline" && !this.#isKept) return "unkept";
    return ["connecting", "offline"].includes(state) && isConnected() ? "waiting" : state;
  }

  #say() {
    const { state, refusal } = this.#session;
    if (["saved", "offline", "refused"].includes(state)) this.#keepUnsent();
    const status = this.#root.querySelector("[data-draft-status]");
    const words = refusal?.message ?? status.dataset[this.#saidOf(state)];
    status.dataset.state = state;
    // Announcing "Saving" and "Saved" at every word would drown out everything else in a screen reader.
    if (["offline", "refused"].includes(state) && status.textContent !== words) announce(words);
    setText(status, words);
    const wrong = refusal?.problems?.map(({ place }) => place) ?? [];
    for (const field of this.#fields()) {
      if (wrong.includes(field.dataset.field)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
}

// Its issue, and its label.
function placeOf(field) {
  const words = [field.closest("section")?.querySelector("h2"), ...field.labels];
  return words.map((one) => one?.textContent.trim()).filter(Boolean).join(" · ");
}

function recommendationOf(field) {
  return parseInt(field.dataset.field, 10);
}
