// The reader's place on a page while it is morphed: the focus, how far each part is scrolled, and
// where on the display the reader looks. A browser forgets the first two when an element is moved,
// and keeps the third only sometimes (scroll anchoring; Safari has none).

const scrolled = new Set();
document.addEventListener("scroll", ({ target }) => target !== document && scrolled.add(target), true);

// Returns a function that brings the place back.
export function holdPlace() {
  const focused = document.activeElement;
  const steady = scrollY > 0 ? lookedAt() : null;
  const top = steady?.getBoundingClientRect().top;
  for (const part of scrolled) if (!part.isConnected) scrolled.delete(part);
  const offsets = [...scrolled].map((part) => [part, part.scrollLeft, part.scrollTop]);
  return () => {
    for (const [part, scrollLeft, scrollTop] of offsets) if (part.isConnected) Object.assign(part, { scrollLeft, scrollTop });
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    if (!focused.isConnected && document.activeElement === document.body) focusHeading();
    if (steady?.isConnected) scrollBy({ top: steady.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

// What had the focus is gone, such as a ballot whose vote was closed: read on from the top of the page.
function focusHeading() {
  const heading = [...document.querySelectorAll("main h1")].find((one) => one.getClientRects().length);
  const target = heading ?? document.querySelector("main");
  target?.setAttribute("tabindex", "-1");
  target?.focus({ preventScroll: true });
}

// What has the focus if it is on the display, else what is in the middle of it.
function lookedAt() {
  const { activeElement } = document;
  if (activeElement !== document.body && isOnDisplay(activeElement)) return activeElement;
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("live-page [id]");
}

function isOnDisplay(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
