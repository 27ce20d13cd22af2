// A reader's updates of a document, stored on this phone, so that a reload without a connection loses nothing. Each change
// is a small entry, so two tabs never overwrite each other; from time to time, the entries are merged.

import { delMany, entries, keys, set } from "idb-keyval";
import { PhoneStorage } from "../storage/phone-storage.js";

const MANY_ENTRIES = 100;
const KEEP_MS = 14 * 24 * 60 * 60 * 1000;

export class LocalStore {
  #name;
  #storage = new PhoneStorage("drafts", "updates");
  #serial = 0;

  constructor(name) {
    this.#name = name;
  }

  get works() {
    return this.#storage.works;
  }

  // Return the updates of earlier visits; `merge` combines several into one.
  async load(merge) {
    const all = await this.#storage.try(entries);
    const own = (all ?? []).filter(([[name]]) => name === this.#name);
    const old = (all ?? []).filter(([[, time]]) => time < Date.now() - KEEP_MS);
    const updates = own.map(([, update]) => update);
    if (own.length > MANY_ENTRIES) await this.#compact(own, merge(updates));
    if (old.length) await this.#storage.try(delMany, old.map(([key]) => key));
    return updates;
  }

  async append(update) {
    const key = [this.#name, Date.now(), this.#serial++, Math.random()];
    await this.#storage.try(set, key, update);
  }

  // Replace all updates of the document by this one.
  async replace(update) {
    const all = await this.#storage.try(keys);
    const own = (all ?? []).filter(([name]) => name === this.#name);
    await this.append(update);
    await this.#storage.try(delMany, own);
  }

  async #compact(own, merged) {
    await this.append(merged);
    await this.#storage.try(delMany, own.map(([key]) => key));
  }
}
