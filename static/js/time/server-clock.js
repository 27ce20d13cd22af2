// The server's time, as this page knows it: a phone whose clock is wrong still counts down right.

let offset = 0;
let bestRoundTrip = Infinity;

export function serverNow() {
  return Date.now() + offset;
}

// A rough setting, from a message that was under way for an unknown time.
export function hearServerTime(now) {
  if (bestRoundTrip === Infinity) offset = now - Date.now();
}

// A better one: the answer to a question, of which we know how long it took.
export async function askServerTime(socket) {
  const asked = Date.now();
  const { now } = await socket.timeout(4000).emitWithAck("clock");
  const roundTrip = Date.now() - asked;
  if (roundTrip > bestRoundTrip) return;
  bestRoundTrip = roundTrip;
  offset = now + roundTrip / 2 - Date.now();
}
