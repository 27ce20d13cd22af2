// How long to wait before trying again: at random, so that phones that failed at the same moment do not all come back
// at the same moment.

const USUAL_MS = 3000;

export function retryDelay(ms = USUAL_MS) {
  return ms * (0.5 + Math.random());
}
