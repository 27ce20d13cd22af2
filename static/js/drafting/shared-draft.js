// <shared-draft>: a group's recommendations. The page already contains their text; this loads the shared
// document that makes it editable.

class SharedDraft extends HTMLElement {
  static observedAttributes = ["data-document"];
  #page = null;
  #name = null;
  #opening = Promise.resolve();
  #look = () => this.#page?.look();
  #again = () => {
    this.#name = null;
    this.#reopen();
  };

  connectedCallback() {
    document.addEventListener("refreshed", this.#look);
    this.addEventListener("rewritten", this.#again);
    this.#reopen();
  }

  disconnectedCallback() {
    document.removeEventListener("refreshed", this.#look);
    this.removeEventListener("rewritten", this.#again);
    this.#reopen();
  }

  // A person who is moved to another group gets that group's draft. The server also replaces a document that has become
  // too costly: until the new one is ready, people write in the old one, and what the server did not get is then written
  // in the new one.
  attributeChangedCallback(_name, before) {
    if (before !== null && this.isConnected) this.#reopen();
  }

  #reopen() {
    this.#opening = this.#opening.then(() => this.#open());
  }

  async #open() {
    const { DraftPage } = await import("./draft-page.js");
    const { document: name, group } = this.isConnected ? this.dataset : {};
    if (name && name === this.#name) return;
    this.#name = name;
    if (!name || this.#page?.group !== group) {
      this.#page?.end();
      this.#page = null;
    }
    if (!name) return;
    this.#page = new DraftPage(this, this.#page?.handOver());
    await this.#page.open();
  }
}

customElements.define("shared-draft", SharedDraft);
