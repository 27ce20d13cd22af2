// [data-count]: says how many characters of those allowed are used.

document.addEventListener("input", ({ target }) => {
  if (target.dataset.count === undefined) return;
  target.nextElementSibling.textContent = `${target.value.length} / ${target.maxLength}`;
});
