// Small values, kept for this tab or on this phone; only until the page is left, if the browser blocks storage.

class Memory {
  #values = new Map();
  #storage;

  // `storage` returns the browser's storage; asking for it may already fail, as in some in-app browsers.
  constructor(storage) {
    this.#storage = storage;
  }

  get(key) {
    try {
      return this.#storage().getItem(key) ?? this.#values.get(key);
    } catch {
      return this.#values.get(key);
    }
  }

  set(key, value) {
    if (this.get(key) === value) return;
    this.#values.set(key, value);
    try {
      this.#storage().setItem(key, value);
    } catch {
      // Blocked, or full.
    }
  }

  // Return the names that begin like this, from any tab.
  names(beginning) {
    let stored = {};
    try {
      stored = this.#storage();
    } catch {
      // Blocked.
    }
    const names = Object.keys({ ...Object.fromEntries(this.#values), ...stored });
    return names.filter((name) => name.startsWith(beginning));
  }
}

export const tabMemory = new Memory(() => sessionStorage);
export const phoneMemory = new Memory(() => localStorage);
