// The reader's place on a page while it is morphed: the focus, the scroll position of each part, and the
// element the reader is looking at. Browsers lose the first two when an element is moved, and keep the third
// only sometimes (scroll anchoring; Safari has none).

const scrolled = new Set();
document.addEventListener("scroll", ({ target }) => target !== document && scrolled.add(target), true);

// Returns a function that restores the place.
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

// The focused element is gone, such as a ballot whose vote was closed: continue at the top of the page.
function focusHeading() {
  const heading = [...document.querySelectorAll("main h1")].find((one) => one.getClientRects().length);
  const target = heading ?? document.querySelector("main");
  target?.setAttribute("tabindex", "-1");
  target?.focus({ preventScroll: true });
}

// Return the focused element if it is visible, otherwise the one in the middle of the window.
function lookedAt() {
  const { activeElement } = document;
  if (activeElement !== document.body && isOnDisplay(activeElement)) return activeElement;
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("live-page [id]");
}

function isOnDisplay(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
