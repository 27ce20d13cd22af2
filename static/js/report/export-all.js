// <export-all>: fetches everything as one archive and shows the progress. If this fails, its link downloads the
// same file without progress.

import { isBusy, setBusy } from "../forms/form-polyfills.js";
import { shortTime } from "../time/short-time.js";

class ExportAll extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  async handleEvent(event) {
    const link = event.target.closest("a");
    if (!link || isBusy(this)) return event.preventDefault();
    event.preventDefault();
    setBusy(this, true);
    try {
      await this.#fetch();
    } catch {
      location.assign(link.href);
    }
    setBusy(this, false);
    this.#bar.hidden = true;
  }

  get #bar() {
    return this.querySelector("progress");
  }

  async #fetch() {
    this.#bar.value = 0;
    this.#bar.hidden = false;
    const response = await fetch(this.dataset.address);
    if (!response.ok) throw new Error(response.statusText);
    for await (const line of linesOf(response.body)) this.#hear(JSON.parse(line));
  }

  #hear({ name, done, of, archive }) {
    if (archive !== undefined) return this.#save(archive);
    this.#bar.max = of;
    this.#bar.value = done;
    this.#say(this.dataset.textStep.replace("{name}", name));
  }

  #save(archive) {
    const bytes = Uint8Array.from(atob(archive), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    Object.assign(document.createElement("a"), { href: address, download: this.dataset.name }).click();
    URL.revokeObjectURL(address);
    this.#say(this.dataset.textDone.replace("{time}", shortTime(Date.now())));
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const [rest, ...others] = value.split("\n"); // not of the whole line, which is long
    line += rest;
    for (const next of others) {
      yield line;
      line = next;
    }
  }
}

customElements.define("export-all", ExportAll);
