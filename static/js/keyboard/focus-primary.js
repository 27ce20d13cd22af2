// After the primary button was pressed with the keyboard and is gone, disabled or no longer primary, move the
// focus to the new primary button, or to the heading.

const NEXT = ".head .primary:not(:disabled), main .primary:not(:disabled)";

const PAUSE_MS = 700; // during which keys do not press the new button

let pressed = null;
let cameAt = -PAUSE_MS;

document.addEventListener("submit", note, true);
document.addEventListener("refreshed", goOn);
document.addEventListener("keydown", wait, true);

function note({ submitter, target }) {
  if (target.method === "dialog") return; // the answer to a confirmation
  pressed = submitter?.matches(".primary:focus-visible") ? submitter : null;
}

function goOn() {
  if (!pressed || !isDone()) return;
  const lost = [document.body, document.querySelector("h1"), pressed].includes(document.activeElement);
  pressed = null;
  if (!lost) return;
  cameAt = performance.now();
  (document.querySelector(NEXT) ?? heading()).focus();
}

// Holding down the key that opened a vote must not close it.
function wait(event) {
  if (!["Enter", " "].includes(event.key) || !event.target.closest("button")) return;
  if (event.repeat || performance.now() - cameAt < PAUSE_MS) event.preventDefault();
}

function isDone() {
  return !pressed.isConnected || pressed.disabled || !pressed.matches(".primary");
}

function heading() {
  const title = document.querySelector("h1");
  title.setAttribute("tabindex", "-1");
  return title;
}
