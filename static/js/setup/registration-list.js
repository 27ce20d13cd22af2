// <list-import>: previews a registration list when it is chosen, and again after each change of a column or a
// cell's meaning. The file stays in the browser until its counts are saved.

import { Idiomorph } from "idiomorph";
import { setBusy } from "../forms/form-polyfills.js";

class ListImport extends HTMLElement {
  #latest = 0;
  #file = "";

  connectedCallback() {
    for (const name of ["change", "saved"]) this.addEventListener(name, this);
  }

  handleEvent({ type }) {
    if (type === "saved") this.#clear();
    else this.#look();
  }

  get #form() {
    return this.querySelector("form");
  }

  // Another file starts over: the choices for the previous file's columns are not sent.
  async #look() {
    const look = ++this.#latest;
    const body = new FormData(this.#form);
    if (this.#isAnother(body.get("file"))) ["columns[]", "meanings[]"].forEach((name) => body.delete(name));
    setBusy(this.#form, true);
    const shown = await this.#asked(body);
    if (look !== this.#latest) return;
    setBusy(this.#form, false);
    this.#show(shown);
  }

  async #asked(body) {
    try {
      const response = await fetch(this.dataset.address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.ok) return await response.text();
      return this.#refusal((await response.json()).error);
    } catch {
      return this.#refusal({ message: this.dataset.textOffline });
    }
  }

  #refusal({ message, problems = [] }) {
    const lines = [message, ...problems.map(({ place, message: trouble }) => `${place}: ${trouble}`)];
    const note = Object.assign(document.createElement("p"), { className: "notice bad", textContent: lines.join("\n") });
    note.setAttribute("role", "alert");
    return note.outerHTML;
  }

  #isAnother({ name, size, lastModified }) {
    const mark = `${name}:${size}:${lastModified}`;
    const isAnother = mark !== this.#file;
    this.#file = mark;
    return isAnother;
  }

  #clear() {
    this.#file = "";
    this.#show("");
  }

  #show(html) {
    Idiomorph.morph(this.querySelector("[data-preview]"), html, { morphStyle: "innerHTML" });
  }
}

customElements.define("list-import", ListImport);
