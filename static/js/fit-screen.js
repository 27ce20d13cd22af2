// A page on the projector is one screen, in whatever fonts the machine has. Where it would be higher
// or wider, everything on it gets smaller, by the least that is enough.

const SMALLEST = 0.6;
const STEPS = 6; // of halving: within one hundredth
const root = document.documentElement;

function fit() {
  scale(1);
  if (fits()) return;
  let [small, large] = [SMALLEST, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (small + large) / 2;
    scale(middle);
    if (fits()) small = middle;
    else large = middle;
  }
  scale(small);
}

const scale = (factor) => root.style.setProperty("--fit", factor);
const fits = () => root.scrollHeight <= innerHeight && root.scrollWidth <= innerWidth;

addEventListener("resize", fit);
document.addEventListener("refreshed", fit);
document.fonts.addEventListener("loadingdone", fit);
fit();
