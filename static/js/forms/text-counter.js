// [data-count]: the next element shows how many of the allowed characters are used; with "late", only when few
// are left.

const FEW = 1 / 5; // of the allowed characters

function tell({ dataset, value, maxLength, nextElementSibling: count }) {
  const late = dataset.count === "late" && value.length < (1 - FEW) * maxLength;
  count.textContent = late ? "" : `${value.length} / ${maxLength}`;
}

document.addEventListener("input", ({ target }) => target.dataset.count !== undefined && tell(target));

// The fields are cleared after this event.
document.addEventListener("reset", ({ target }) => setTimeout(() => target.querySelectorAll("[data-count]").forEach(tell)));
