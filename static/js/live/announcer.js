// The page's one polite live region: what a reader with a screen reader must hear although it happens elsewhere
// on the page. The server says the state of things in hidden elements with data-news; a change of one is read out.

const PAUSE_MS = 300; // what happens together is said together

const region = document.getElementById("announcer");
const waiting = new Set();
let timer = null;
let known = newsOnPage();

export function announce(words) {
  if (!region || !words) return;
  waiting.add(words);
  region.textContent = ""; // the same words are said again
  timer ??= setTimeout(say, PAUSE_MS);
}

// How many minutes a clock has left; 0 when it has ended.
export function announceMinutes(minutes) {
  announce(region?.dataset[`left${minutes}`]);
}

function say() {
  timer = null;
  region.textContent = [...waiting].join(" ");
  waiting.clear();
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
