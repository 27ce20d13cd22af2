// Alt with an arrow key moves the row that has the focus, as its buttons do.

const DIRECTIONS = { ArrowUp: "up", ArrowDown: "down" };

document.addEventListener("keydown", (event) => {
  const direction = event.altKey && DIRECTIONS[event.key];
  const row = direction && event.target.closest("[data-reorder]");
  const button = row?.querySelector(`:scope > .mover [value=${direction}], :scope > header .mover [value=${direction}]`);
  if (!button) return;
  event.preventDefault();
  if (!button.disabled) button.click();
});
