// The second click of a double click does not press what has come into the place of the first: where
// “Close” was stands “Reveal”, which nothing undoes, and after a move to one stage the move to the next.

let pressed = "";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const meant = `${button.form?.getAttribute("action")} ${button.textContent}`;
  if (event.detail > 1 && meant !== pressed) event.preventDefault();
  else pressed = meant;
});
