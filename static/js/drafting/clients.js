// The Yjs client ids of a page: the lower 16 bits are its person's mark, assigned by the server; the others are
// random, so that each page has its own id.

const MARKS = 2 ** 16;

export function clientWith(mark) {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return (random || 1) * MARKS + mark;
}

export function markOf(client) {
  return client % MARKS;
}
