// <shared-draft>: a group's recommendations. The page already contains their text; this loads the shared
// document that makes it editable.

class SharedDraft extends HTMLElement {
  static observedAttributes = ["data-document"];
  #page = null;
  #name = "";
  #opening = Promise.resolve();
  #look = () => this.#page?.look();
  #again = () => this.#reopen();

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

  // A person who is moved to another group gets that group's document. The server also replaces a document that has
  // become too costly: what it did not get is then written in the new one.
  attributeChangedCallback(_name, before) {
    if (before !== null && this.isConnected) this.#reopen();
  }

  #reopen() {
    this.#opening = this.#opening.then(() => this.#open());
  }

  async #open() {
    const name = this.dataset.document;
    const carried = (name !== this.#name && this.#page?.unsentChanges()) || [];
    this.#page?.close();
    this.#page = null;
    if (!this.isConnected) return;
    const { DraftPage } = await import("./draft-page.js");
    this.#name = name;
    this.#page = new DraftPage(this, carried);
    await this.#page.open();
  }
}

customElements.define("shared-draft", SharedDraft);
