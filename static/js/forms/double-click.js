// The second click of a double click must not press the button that replaces the first one: “Close” is replaced
// by “Reveal”, which cannot be undone, and the button for one stage by that for the next.

let pressed = "";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const meant = `${button.form?.getAttribute("action")} ${button.textContent}`;
  if (event.detail > 1 && meant !== pressed) event.preventDefault();
  else pressed = meant;
});
