// Whether the page is about to navigate. A form's response decides first: the server may close the connection
// of a page whose form it has just accepted, and a reload would then cancel the form's redirect.

let isLeaving = false;
const beingSent = new Set();

addEventListener("pageshow", () => (isLeaving = false)); // after “Back”

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
