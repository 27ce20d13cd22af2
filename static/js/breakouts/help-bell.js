// <help-bell data-calls="3:1764…,7:…">: calls for help on all pages of the console. Their number is in the
// tab's title, and a new call rings if the organizer has enabled the sound in this browser.

import { phoneMemory } from "../storage/memory.js";

const SOUND = "help-sound";
const PEEPS = [0, 0.25]; // seconds
const HERTZ = 880;

class HelpBell extends HTMLElement {
  static observedAttributes = ["data-calls"];
  #known = null;
  #audio = null;

  connectedCallback() {
    this.#known = this.#calls;
    this.addEventListener("change", this);
    document.addEventListener("refreshed", this);
    this.#show();
  }

  disconnectedCallback() {
    document.removeEventListener("refreshed", this);
  }

  attributeChangedCallback() {
    if (!this.#known) return;
    const calls = this.#calls;
    const isNew = calls.some((call) => !this.#known.includes(call));
    this.#known = calls;
    this.#show();
    if (isNew && this.#isOn) this.#ring();
  }

  handleEvent(event) {
    if (event.type === "refreshed") return this.#show();
    phoneMemory.set(SOUND, event.target.checked ? "on" : "off");
    if (event.target.checked) this.#ring(); // browsers only play sound after a user gesture
  }

  get #calls() {
    return this.dataset.calls.split(",").filter(Boolean);
  }

  get #isOn() {
    return phoneMemory.get(SOUND) === "on";
  }

  #show() {
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = this.#known.length ? `(${this.#known.length}) ${title}` : title;
    const box = this.querySelector("input");
    if (box) box.checked = this.#isOn;
  }

  #ring() {
    this.#audio ??= new AudioContext();
    for (const at of PEEPS) {
      const tone = new OscillatorNode(this.#audio, { frequency: HERTZ });
      const volume = new GainNode(this.#audio, { gain: 0.2 });
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(this.#audio.currentTime + at);
      tone.stop(this.#audio.currentTime + at + 0.15);
    }
  }
}

customElements.define("help-bell", HelpBell);
