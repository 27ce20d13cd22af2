// The base of every ballot on the phone: it holds an answer that grows by taps, keeps it through
// reloads, sends it, and says truthfully where it is. A kind of ballot says what a tap means.

import { keepDraft, read, submit } from "./outbox.js";

export class BallotForm extends HTMLElement {
  #chosen = [];
  #entry = null;
  #listen = ({ detail }) => detail.contest === this.dataset.contest && this.#follow(detail);

  async connectedCallback() {
    document.addEventListener("ballot", this.#listen);
    this.addEventListener("click", this);
    this.#entry = await read(this.dataset.contest);
    this.#chosen = this.#entry.draft ?? this.fromChoices(this.#entry.choices) ?? [];
    this.#follow(this.#entry);
  }

  disconnectedCallback() {
    document.removeEventListener("ballot", this.#listen);
  }

  handleEvent(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.option) return this.#tap(Number(button.dataset.option));
    if (button.dataset.send !== undefined) return this.#send(this.toChoices(this.#chosen));
    if (button.dataset.abstain !== undefined) return this.#send({ abstain: true });
    if (button.dataset.clear !== undefined) return this.#choose([]);
    if (button.dataset.change !== undefined) return this.#choose(this.#chosen);
  }

  get most() {
    return Number(this.dataset.most);
  }

  #tap(option) {
    this.#choose(this.toggled(this.#chosen, option));
  }

  toggled(chosen, option) {
    if (chosen.includes(option)) return chosen.filter((other) => other !== option);
    return chosen.length < this.most ? [...chosen, option] : this.#full(chosen);
  }

  #full(chosen) {
    this.#say(this.dataset.textFull);
    return chosen;
  }

  #choose(chosen) {
    const same = chosen === this.#chosen && this.#entry.draft !== null;
    this.#chosen = chosen;
    if (!same) keepDraft(this.dataset.contest, chosen);
    else this.#paint();
  }

  #send(choices) {
    if (choices.abstain) this.#chosen = [];
    submit(this.dataset.contest, choices);
  }

  #follow(entry) {
    this.#entry = entry;
    this.dataset.state = entry.draft === null ? entry.state : "draft";
    this.toggleAttribute("data-half-done", entry.draft !== null && entry.draft.length > 0);
    this.#paint();
    this.#say(this.#words(entry));
  }

  #words({ state, draft, choices, countedAt, refusal }) {
    if (draft !== null || state === "draft") {
      if (this.dataset.voted && state === "draft") return this.dataset.textElsewhere;
      return choices && draft !== null ? this.dataset.textChanging : "";
    }
    const time = new Date(countedAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const said = {
      saved: this.dataset.textSaved,
      sending: this.dataset.textSending,
      counted: this.dataset.textCounted.replace("{time}", time),
      refused: refusal,
    }[state];
    return choices?.abstain && state === "counted" ? `${this.dataset.textAbstained} ${said}` : said;
  }

  #paint() {
    for (const button of this.querySelectorAll("[data-option]")) {
      const place = this.#chosen.indexOf(Number(button.dataset.option));
      button.ariaPressed = String(place >= 0);
      this.paintOption(button, place);
    }
    const ready = this.#chosen.length > 0;
    const send = this.querySelector("[data-send]");
    if (send) send.disabled = !ready || !["draft", "refused"].includes(this.dataset.state);
    const clear = this.querySelector("[data-clear]");
    if (clear) clear.hidden = !ready;
  }

  #say(words) {
    const status = this.querySelector("[data-status]");
    if (status && status.textContent !== words) status.textContent = words ?? "";
  }
}
