// Alt with an arrow key moves the focused row, as its buttons do.

const DIRECTIONS = { ArrowUp: "up", ArrowDown: "down" };

document.addEventListener("keydown", (event) => {
  const direction = event.altKey ? DIRECTIONS[event.key] : null;
  const row = event.target.closest("[data-reorder]");
  if (!direction || !row) return;
  event.preventDefault();
  row.querySelector(`:scope > .move-buttons [value=${direction}], :scope > header .move-buttons [value=${direction}]`)?.click();
});
