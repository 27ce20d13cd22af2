// Random keys of 128 bits, which nobody can guess, and bytes as text.

export function randomKey() {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

export function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
