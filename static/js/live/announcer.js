// The page's only polite live region. It announces changes elsewhere on the page to screen readers. The server
// renders the state in hidden elements with data-news; a change of one is announced.

const PAUSE_MS = 300; // changes within this time are announced together

const region = document.getElementById("announcer");
const waiting = new Set();
let timer = null;
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
