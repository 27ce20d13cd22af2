// Who is online and where they are writing: each page sends it every few seconds, and drops pages that have not
// sent it for a while.

import { Carets } from "./carets.js";
import { colourOf } from "./colour.js";
import { nameOf } from "./name.js";

const REPEAT_MS = 5000;
const GREET_MS = [2000, 3000]; // a new page is answered after at least, and at most, so long
const CARET_MS = 500; // the shortest time between messages about a moving caret
const FORGET_MS = 12000;
const EVENTS = ["focusin", "focusout", "text-changed"];

export class Presence {
  #root;
  #socket;
  #session;
  #carets;
  #field = "";
  #others = new Map(); // tab → { who, field, at, heard }
  #timer;
  #telling = null;
  #greeting = null;
  #hear = ({ detail }) => this.#note(JSON.parse(new TextDecoder().decode(detail)));
  #leave = () => this.#say("");
  #move = () => this.#tellSoon();

  constructor(root, socket, session) {
    this.#root = root;
    this.#socket = socket;
    this.#session = session;
    this.#carets = new Carets(root, session.document);
    session.addEventListener("presence", this.#hear);
    for (const name of EVENTS) root.addEventListener(name, this);
    document.addEventListener("selectionchange", this.#move);
    addEventListener("pagehide", this.#leave);
    this.#timer = setInterval(() => this.#repeat(), REPEAT_MS);
    this.#repeat();
  }

  close() {
    clearInterval(this.#timer);
    this.#session.removeEventListener("presence", this.#hear);
    for (const name of EVENTS) this.#root.removeEventListener(name, this);
    document.removeEventListener("selectionchange", this.#move);
    clearTimeout(this.#telling);
    clearTimeout(this.#greeting);
    removeEventListener("pagehide", this.#leave);
    this.#leave();
    this.#others.clear();
    this.paint();
  }

  handleEvent({ type, target }) {
    if (!target.dataset.field) return;
    if (type === "text-changed") return this.#carets.paint(this.#others.values());
    this.#say(type === "focusin" && !target.readOnly ? target.dataset.field : "");
  }

  paint() {
    const others = [...this.#others.values()];
    for (const place of this.#root.querySelectorAll("[data-writing]")) {
      const here = others.filter(({ field }) => field === place.dataset.writing);
      this.#fill(place, here, this.#root.dataset.textWriting);
    }
    const people = this.#root.querySelector("[data-people]");
    if (people) this.#fill(people, others, "{who}");
    this.#carets.paint(others);
  }

  // Keep existing chips, because screen readers would announce them again.
  #fill(place, others, words) {
    const people = [...new Set(others.map(({ who }) => who))].sort();
    const texts = people.map((who) => words.replace("{who}", nameOf(this.#root, who)));
    if (texts.join("\n") === [...place.children].map((chip) => chip.textContent).join("\n")) return;
    place.replaceChildren(...people.map((who, index) => chip(texts[index], who)));
  }

  #tellSoon() {
    if (!this.#field || !this.#carets.isShown(this.#field)) return;
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.#say(this.#field);
    }, CARET_MS);
  }

  // New pages learn about this one without waiting for its next repeat. One answer is for all new pages, and
  // pages do not answer at the same moment.
  #greetSoon() {
    const [least, most] = GREET_MS;
    this.#greeting ??= setTimeout(
      () => {
        this.#greeting = null;
        this.#say(this.#field);
      },
      least + Math.random() * (most - least),
    );
  }

  #say(field) {
    this.#field = field;
    if (!this.#socket.connected) return;
    const at = this.#carets.own(field);
    this.#socket.emit("draft.awareness", { document: this.#root.dataset.document, field, at });
  }

  #repeat() {
    if (!document.hidden) this.#say(this.#field);
    for (const [tab, { heard }] of this.#others) {
      if (heard < Date.now() - FORGET_MS) this.#others.delete(tab);
    }
    this.paint();
  }

  #note({ tab, who, field, at }) {
    if (!this.#others.has(tab)) this.#greetSoon();
    this.#others.set(tab, { who, field, at, heard: Date.now() });
    this.paint();
  }
}

function chip(text, who) {
  return Object.assign(document.createElement("span"), {
    className: `person ${colourOf(who)}`,
    textContent: text,
  });
}
