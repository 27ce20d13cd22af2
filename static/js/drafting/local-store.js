// A document's updates kept on this phone, so that a reload without a connection loses nothing.
// Each change is one small entry, so two tabs never overwrite each other; now and then the entries
// become one.

import { createStore, delMany, entries, keys, set } from "idb-keyval";

const MANY_ENTRIES = 100;
const KEEP_MS = 14 * 24 * 60 * 60 * 1000;

export class LocalStore {
  #name;
  #store = null;
  #serial = 0;

  constructor(name) {
    this.#name = name;
    try {
      this.#store = createStore("drafts", "updates");
    } catch {
      // No storage, as in a captive portal's browser: the text lives as long as the page.
    }
  }

  get works() {
    return this.#store !== null;
  }

  // The updates of earlier visits. `merge` makes one of many.
  async load(merge) {
    const all = await this.#try(entries, this.#store);
    const own = (all ?? []).filter(([[name]]) => name === this.#name);
    const old = (all ?? []).filter(([[, time]]) => time < Date.now() - KEEP_MS);
    const updates = own.map(([, update]) => update);
    if (own.length > MANY_ENTRIES) await this.#compact(own, merge(updates));
    if (old.length) await this.#try(delMany, old.map(([key]) => key), this.#store);
    return updates;
  }

  async append(update) {
    const key = [this.#name, Date.now(), this.#serial++, Math.random()];
    await this.#try(set, key, update, this.#store);
  }

  // Keep this update in the place of all others of the document.
  async replace(update) {
    const all = await this.#try(keys, this.#store);
    const own = (all ?? []).filter(([name]) => name === this.#name);
    await this.append(update);
    await this.#try(delMany, own, this.#store);
  }

  async #compact(own, merged) {
    await this.append(merged);
    await this.#try(delMany, own.map(([key]) => key), this.#store);
  }

  async #try(operation, ...values) {
    if (!this.#store) return undefined;
    try {
      return await operation(...values);
    } catch {
      this.#store = null;
      return undefined;
    }
  }
}
