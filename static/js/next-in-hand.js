// Who presses a button with the keyboard keeps their place: where it is gone, has nothing to do any more or
// has become another that does not stand out, the focus goes to what stands out now, or to the heading.

const NEXT = ".head .primary:not(:disabled), main .primary:not(:disabled)";

let pressed = null;
let stoodOut = false;

document.addEventListener("submit", note, true);
document.addEventListener("refreshed", goOn);

function note({ submitter }) {
  pressed = submitter;
  stoodOut = isPrimary();
}

function goOn() {
  if (!pressed || !isDone()) return;
  const lost = [document.body, pressed].includes(document.activeElement);
  pressed = null;
  if (lost) (document.querySelector(NEXT) ?? heading()).focus();
}

function isPrimary() {
  return Boolean(pressed?.matches(".primary"));
}

function isDone() {
  return !pressed.isConnected || pressed.disabled || (stoodOut && !isPrimary());
}

function heading() {
  const title = document.querySelector("h1");
  title.setAttribute("tabindex", "-1");
  return title;
}
