// The server's time, as known to this page, so that phones with a wrong clock count down correctly.

let offset = 0;
let bestRoundTrip = Infinity;

export function serverNow() {
  return Date.now() + offset;
}

// Set it roughly, from a message with unknown latency.
export function hearServerTime(now) {
  if (bestRoundTrip === Infinity) offset = now - Date.now();
}

// Set it better, from a request whose round trip is measured.
export async function askServerTime(socket) {
  const asked = Date.now();
  const { now } = await socket.timeout(4000).emitWithAck("clock");
  const roundTrip = Date.now() - asked;
  if (!now || roundTrip > bestRoundTrip) return; // no time: refused
  bestRoundTrip = roundTrip;
  offset = now + roundTrip / 2 - Date.now();
}
