// Stores small values for this tab; only until the page is left, if the browser blocks storage.

const memory = new Map();

export function remember(key, value) {
  memory.set(key, String(value));
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Blocked, as in some in-app browsers.
  }
}

export function remembered(key) {
  try {
    return sessionStorage.getItem(key) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}
