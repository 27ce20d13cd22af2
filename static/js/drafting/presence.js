// Who is here and who is writing where: each page says it every few seconds, and forgets whoever
// has not said it for a while.

const REPEAT_MS = 5000;
const FORGET_MS = 12000;
const COLOURS = 6;

export class Presence {
  #root;
  #socket;
  #session;
  #field = "";
  #others = new Map(); // tab → { who, field, heard }
  #timer;
  #hear = ({ detail }) => this.#note(JSON.parse(new TextDecoder().decode(detail)));
  #leave = () => this.#say("");

  constructor(root, socket, session) {
    this.#root = root;
    this.#socket = socket;
    this.#session = session;
    session.addEventListener("presence", this.#hear);
    for (const name of ["focusin", "focusout"]) root.addEventListener(name, this);
    addEventListener("pagehide", this.#leave);
    this.#timer = setInterval(() => this.#repeat(), REPEAT_MS);
    this.#repeat();
  }

  close() {
    clearInterval(this.#timer);
    this.#session.removeEventListener("presence", this.#hear);
    for (const name of ["focusin", "focusout"]) this.#root.removeEventListener(name, this);
    removeEventListener("pagehide", this.#leave);
    this.#leave();
    this.#others.clear();
    this.paint();
  }

  handleEvent({ type, target }) {
    if (!target.dataset.field) return;
    this.#say(type === "focusin" && !target.readOnly ? target.dataset.field : "");
  }

  paint() {
    const others = [...this.#others.values()];
    for (const place of this.#root.querySelectorAll("[data-writing]")) {
      const here = others.filter(({ field }) => field === place.dataset.writing);
      fill(place, here.map(({ who }) => who), this.#root.dataset.textWriting);
    }
    const people = this.#root.querySelector("[data-people]");
    if (people) fill(people, others.map(({ who }) => who), "{who}");
  }

  #say(field) {
    this.#field = field;
    const { document } = this.#root.dataset;
    if (this.#socket.connected) this.#socket.emit("draft.awareness", { document, field });
  }

  #repeat() {
    if (!document.hidden) this.#say(this.#field);
    for (const [tab, { heard }] of this.#others) {
      if (heard < Date.now() - FORGET_MS) this.#others.delete(tab);
    }
    this.paint();
  }

  #note({ tab, who, field }) {
    const isNew = !this.#others.has(tab);
    this.#others.set(tab, { who, field, heard: Date.now() });
    if (isNew) this.#say(this.#field); // so that they know of us at once
    this.paint();
  }
}

// Chips that are there already stay: a screen reader would read them again.
function fill(place, names, words) {
  const people = [...new Set(names)].sort();
  const texts = people.map((who) => words.replace("{who}", who));
  if (texts.join("\n") === [...place.children].map((chip) => chip.textContent).join("\n")) return;
  place.replaceChildren(...people.map((who, index) => chip(texts[index], who)));
}

function chip(text, who) {
  const colour = [...who].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS;
  return Object.assign(document.createElement("span"), {
    className: `person person-${colour}`,
    textContent: text,
  });
}
