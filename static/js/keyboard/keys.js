// Keys and clickers, on the console, on the screen, and for presenting groups. A presentation clicker sends
// PageDown and PageUp; on the console, which is long, these keys and Space scroll. Keys have their usual meaning while
// somebody is typing; `?` lists them.

const MEANINGS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back" };
const WITH_SHIFT = { ArrowRight: "end", ArrowLeft: "start" };
const SCROLLING = new Set(["PageDown", "PageUp", " "]);
const TYPING = "input, textarea, select, [contenteditable], dialog";
const PRESSED_BY_SPACE = "button, a, summary, label";

// `act` gets the meaning of the key, and returns whether it has handled it.
export function onKey(act) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(TYPING)) return;
    if (event.key === "?") return document.getElementById("keys")?.showModal?.();
    if (event.key === " " && event.target.closest(PRESSED_BY_SPACE)) return;
    if (SCROLLING.has(event.key) && document.body.matches(".console")) return;
    const meaning = (event.shiftKey ? WITH_SHIFT : MEANINGS)[event.key];
    if (meaning && act(meaning)) event.preventDefault();
  });
}
