// <shared-draft>: a group's recommendations. The page already contains their text; this loads the shared
// document that makes it editable.

class SharedDraft extends HTMLElement {
  static observedAttributes = ["data-document"];
  #page = null;
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

  // A person who is moved to another group gets that group's document.
  attributeChangedCallback(_name, before) {
    if (before !== null && this.isConnected) this.#reopen();
  }

  #reopen() {
    this.#opening = this.#opening.then(() => this.#open());
  }

  async #open() {
    this.#page?.close();
    this.#page = null;
    if (!this.isConnected) return;
    const { DraftPage } = await import("./draft-page.js");
    this.#page = new DraftPage(this);
    await this.#page.open();
  }
}

customElements.define("shared-draft", SharedDraft);
