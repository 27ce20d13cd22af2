// Buttons that a key presses too: <button data-keys="ArrowRight PageDown">. A presenter's clicker
// sends PageDown and PageUp. Keys mean what they always mean while somebody is typing.

const TYPING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(TYPING)) return;
  for (const button of document.querySelectorAll("button[data-keys]:not(:disabled)")) {
    if (!button.dataset.keys.split(" ").includes(event.key)) continue;
    event.preventDefault();
    return button.click();
  }
});
