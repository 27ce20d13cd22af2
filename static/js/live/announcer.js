// A polite live region, which announces changes elsewhere on the page to screen readers. They would ignore a region
// that appears together with its text, so such a text is announced here. The server marks it with data-news; it is
// announced when it appears or changes.

const PAUSE_MS = 300; // changes within this time are announced together
const KEEP_MS = 10_000; // later, nobody should find an old text here

const region = document.getElementById("announcer");
const waiting = new Set();
let timer = null;
let emptying = null;
let known = newsOnPage();

export function announce(words) {
  if (!region || !words) return;
  waiting.add(words);
  region.textContent = ""; // so that the same text is announced again
  timer ??= setTimeout(say, PAUSE_MS);
}

// Announce how many minutes a timer has left; 0 when it has ended.
export function announceMinutes(minutes) {
  announce(region?.dataset[`left${minutes}`]);
}

function say() {
  timer = null;
  region.textContent = [...waiting].join(" ");
  waiting.clear();
  clearTimeout(emptying);
  emptying = setTimeout(() => (region.textContent = ""), KEEP_MS);
}

function newsOnPage() {
  const news = [...document.querySelectorAll("[data-news]")];
  return new Map(news.map((one) => [one.dataset.news, one.textContent.trim()]));
}

document.addEventListener("refreshed", () => {
  const fresh = newsOnPage();
  for (const [name, words] of fresh) if (words !== known.get(name)) announce(words);
  known = fresh;
});
