// A press is meant for the button that the reader saw. The page does not change while a finger or a mouse
// button is down, and a button that an update has moved under a resting pointer does not react at once.

const LONGEST_PRESS_MS = 30000; // then a pointer without an end event no longer holds the page
const CLICK_MS = 50; // a click follows the end of its press
const UNSEEN_MS = 500;

let pointer = null;
let isDown = false;
let releasing = null;
let waiting = [];
let newcomer = null;

addEventListener("pointermove", aim, { capture: true, passive: true });
addEventListener("pointerdown", begin, { capture: true, passive: true });
addEventListener("pointerup", end, true);
addEventListener("pointercancel", end, true);
addEventListener("click", check, true);

// Resolves when nothing is pressed.
export function released() {
  return isDown ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
}

// Call it before the page changes; call its result after that.
export function watchPointer() {
  const before = label(underPointer());
  return () => {
    const button = underPointer();
    if (before && button && label(button) !== before) newcomer = { button, at: performance.now() };
  };
}

function aim({ clientX, clientY, buttons }) {
  pointer = [clientX, clientY];
  newcomer = null;
  if (isDown && !buttons) end(); // it was released outside the window
}

function begin({ clientX, clientY, target }) {
  pointer = [clientX, clientY];
  if (target.closest?.("[data-handle]")) return; // dragging goes on while the page changes
  isDown = true;
  releaseIn(LONGEST_PRESS_MS);
}

function end() {
  releaseIn(CLICK_MS);
}

function releaseIn(ms) {
  clearTimeout(releasing);
  releasing = setTimeout(release, ms);
}

function release() {
  isDown = false;
  for (const resolve of waiting.splice(0)) resolve();
}

// Clicks by keys or scripts have no detail; focus-primary.js guards the keys.
function check(event) {
  if (!newcomer || !event.detail || event.target.closest?.("button") !== newcomer.button) return;
  if (performance.now() - newcomer.at >= UNSEEN_MS) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function underPointer() {
  return pointer && document.elementFromPoint(...pointer)?.closest("button");
}

function label(button) {
  return button?.textContent.trim();
}
