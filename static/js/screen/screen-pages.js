// <screen-pages>: a list shown page by page, if fit-screen.js finds that it is too long. The pages turn
// automatically, so that everybody in the room sees theirs.

const SECONDS = 12;

class ScreenPages extends HTMLElement {
  #timer = null;
  #at = 0;
  #count = 1;

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  get items() {
    return [...(this.querySelector(":scope > :is(ol, ul)")?.children ?? [])];
  }

  // The number of pages.
  get count() {
    return this.#count;
  }

  set count(pages) {
    this.#count = pages;
    this.at = Math.min(this.#at, pages - 1);
    clearInterval(this.#timer);
    if (pages > 1) this.#timer = setInterval(() => (this.at = (this.#at + 1) % this.#count), 1000 * SECONDS);
  }

  // The index of the current page, from 0.
  get at() {
    return this.#at;
  }

  set at(page) {
    this.#at = page;
    const { items } = this;
    const each = Math.ceil(items.length / this.#count);
    items.forEach((item, index) => (item.hidden = this.#count > 1 && Math.floor(index / each) !== page));
    this.#say();
  }

  #say() {
    let words = this.querySelector(":scope > .screen-page-of");
    if (this.#count === 1) return words?.remove();
    if (!words) {
      words = document.createElement("p");
      words.className = "screen-page-of num";
      this.append(words);
    }
    words.textContent = `${this.#at + 1} / ${this.#count}`;
  }
}

customElements.define("screen-pages", ScreenPages);
