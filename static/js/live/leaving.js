// Whether the page is about to navigate. A form's response decides first: the server may close the connection
// of a page whose form it has just accepted, and a reload would then cancel the form's redirect.

const PAUSE_MS = 1000; // timers wait while the browser asks

let isLeaving = false;
const beingSent = new Set();

whenStaying(() => (isLeaving = false));

// After “Back”, or if the reader does not want to leave the page when asked. Nobody is asked if the event is not
// prevented: then the page leaves, however slow the network is.
export function whenStaying(act) {
  addEventListener("pageshow", ({ persisted }) => persisted && act());
  addEventListener("beforeunload", (event) => setTimeout(() => event.defaultPrevented && act(), PAUSE_MS));
}

export function holdWhile(sending) {
  beingSent.add(sending);
  sending.finally(() => beingSent.delete(sending));
}

export function goTo(address) {
  isLeaving = true;
  location.assign(address);
}

export async function goToUnlessLeaving(address) {
  await Promise.allSettled(beingSent);
  if (!isLeaving) goTo(address);
}

export async function reloadUnlessLeaving() {
  await Promise.allSettled(beingSent);
  if (!isLeaving) location.reload();
}
