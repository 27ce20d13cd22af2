// A phone's storage (IndexedDB). Some browsers refuse it at the first use, others never answer. After that, it
// is no longer used, and input lives as long as the page.

import { createStore } from "idb-keyval";

const TICK_MS = 500;
const MOST_TICKS = 8;

export class PhoneStorage {
  #store = null;
  #giveUp;
  #givenUp = new Promise((_, reject) => (this.#giveUp = reject));

  constructor(database, name) {
    this.#givenUp.catch(() => {}); // each operation gets the error
    try {
      this.#store = createStore(database, name);
    } catch {
      // Nothing can be stored.
    }
  }

  get works() {
    return this.#store !== null;
  }

  // Run an operation of idb-keyval; undefined if it fails or times out. In that case, all pending operations
  // end in their order, so that none ends after a later one.
  async try(operation, ...values) {
    if (!this.#store) return undefined;
    try {
      return await inTime(Promise.race([operation(...values, this.#store), this.#givenUp]));
    } catch (error) {
      this.#store = null;
      this.#giveUp(error);
      return undefined;
    }
  }
}

// The time is counted in ticks, because a phone may fall asleep while the storage is at work. When it wakes up, a
// single timer might end before the storage can answer.
async function inTime(answer) {
  let timer;
  const late = new Promise((_, reject) => {
    let ticks = 0;
    timer = setInterval(() => {
      if (++ticks === MOST_TICKS) reject(new Error("the storage does not answer"));
    }, TICK_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearInterval(timer);
  }
}
