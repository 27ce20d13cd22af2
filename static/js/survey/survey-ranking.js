// Boxes that are ticked in order: each stores and shows its place. When all places are taken, the other boxes
// are disabled.

const boxesOf = (ranking) => [...ranking.querySelectorAll("input[type=checkbox]")];
const placeOf = (box) => Number(box.dataset.place);

// Return the values in order.
export function ranked(ranking) {
  const ticked = boxesOf(ranking).filter((box) => box.checked);
  return ticked.sort((one, other) => placeOf(one) - placeOf(other)).map((box) => box.value);
}

// After a tick: the new one is the last.
export function tick(ranking, box) {
  const others = ranked(ranking).filter((value) => value !== box.value);
  show(ranking, box.checked ? [...others, box.value] : others);
}

export function show(ranking, values) {
  const isFull = values.length >= Number(ranking.dataset.ranking);
  for (const box of boxesOf(ranking)) {
    const place = values.indexOf(box.value) + 1;
    box.checked = place > 0;
    box.disabled = isFull && !box.checked;
    box.dataset.place = place;
    const label = box.closest("label");
    label.querySelector("[data-place]:not(input)").textContent = place || "";
    label.querySelector("[data-place-words]").textContent = place ? ranking.dataset.textPlace.replace("{place}", place) : "";
  }
}
