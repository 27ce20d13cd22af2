// Under which Yjs clients a page writes: the lower 16 bits of the number are its person's mark, which
// the server gives; the others are random, so each page has a number of its own.

const MARKS = 2 ** 16;

export function clientWith(mark) {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return (random || 1) * MARKS + mark;
}

export function markOf(client) {
  return client % MARKS;
}
