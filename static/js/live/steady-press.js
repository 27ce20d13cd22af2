// A press is meant for the button that the reader saw. The page does not change while a finger or a mouse
// button is down, and a button that an update has brought to this place does not react at once.

const LONGEST_PRESS_MS = 30000; // then a pointer without an end event no longer holds the page
const CLICK_MS = 50; // a click follows the end of its press
const UNSEEN_MS = 500;

let isDown = false;
let releasing = null;
let waiting = [];
let before = null; // the buttons as they were before the last update

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
export function watchButtons() {
  const buttons = [...document.querySelectorAll("button")].map((button) => ({
    place: button.getBoundingClientRect(),
    dialog: button.closest("dialog"),
    label: label(button),
  }));
  return () => (before = { buttons, at: performance.now() });
}

function aim({ pointerType, buttons }) {
  if (pointerType === "mouse") before = null; // its reader watches where it goes
  if (isDown && !buttons) end(); // it was released outside the window
}

function begin({ target }) {
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
  const button = event.target.closest?.("button");
  if (!before || !button || !event.detail || performance.now() - before.at >= UNSEEN_MS) return;
  const seen = seenAt(event, button.closest("dialog"));
  if (!seen || seen.label === label(button)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function seenAt({ clientX: x, clientY: y }, inside) {
  const holds = ({ left, right, top, bottom }) => left <= x && x < right && top <= y && y < bottom;
  return before.buttons.find(({ place, dialog }) => dialog === inside && holds(place));
}

function label(button) {
  return button.textContent.trim();
}
