// Fit the content of the screen to exactly one screen, in any fonts. If there is space, enlarge the content. If
// there is not, hide less important parts, then split lists into pages, and finally shrink everything as little
// as possible.

const LARGEST = 1.7;
const SMALLEST = 0.6;
const STEPS = 6; // of bisection: within one hundredth
const MOST_PAGES = 8;
const root = document.documentElement;

function fit() {
  set("--fit", 1);
  set("--grow", 1);
  for (const part of optional()) part.hidden = false;
  for (const list of lists()) list.count = 1;
  if (!fits()) {
    for (const part of optional()) part.hidden = true;
    for (const list of lists()) turnPages(list);
  }
  if (!fitsOnEveryPage()) search("--fit", SMALLEST, 1);
  else if (document.querySelector("[data-grows]")) search("--grow", 1, LARGEST);
}

function turnPages(list) {
  const most = Math.min(MOST_PAGES, list.items.length);
  while (!fitsOnEach(list) && list.count < most) list.count += 1;
}

function fitsOnEach(list) {
  const shown = list.at;
  const fitting = Array.from({ length: list.count }, (_, page) => ((list.at = page), fits()));
  list.at = shown;
  return fitting.every(Boolean);
}

// The largest value between the two that fits; `small` is assumed to fit.
function search(property, small, large) {
  set(property, large);
  if (fitsOnEveryPage()) return;
  for (let step = 0; step < STEPS; step++) {
    const middle = (small + large) / 2;
    set(property, middle);
    if (fitsOnEveryPage()) small = middle;
    else large = middle;
  }
  set(property, small);
}

const fitsOnEveryPage = () => (lists().length ? [...lists()].every(fitsOnEach) : fits());
const set = (property, value) => root.style.setProperty(property, value);
const optional = () => document.querySelectorAll("[data-optional]");
const lists = () => document.querySelectorAll("screen-pages");
const fits = () => root.scrollHeight <= innerHeight && isWideEnough(root) && [...document.querySelectorAll(".screen-main, .screen-turnout > li")].every(isWideEnough);
const isWideEnough = (part) => part.scrollWidth <= part.clientWidth;

addEventListener("resize", fit);
document.addEventListener("refreshed", fit);
document.fonts.addEventListener("loadingdone", fit);
fit();
