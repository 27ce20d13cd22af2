// Move the focus, which was lost with a removed row's button, to the button of the row that took its place, or of
// the last row, or else to the page's heading.

export function focusRow(list, at) {
  const row = list.children[Math.min(at, list.children.length - 1)];
  const next = row?.querySelector("button:not([hidden] *)") ?? document.querySelector("main h1");
  if (next.tagName !== "BUTTON") next.setAttribute("tabindex", "-1");
  next.focus();
}

export function placeOf(row) {
  return [...row.parentElement.children].indexOf(row);
}
