// form[data-shows]: its button brings an element with this id, elsewhere on the page: go there.

let wanted = "";

document.addEventListener("submit", ({ target }) => (wanted = target.dataset.shows ?? ""));
document.addEventListener("refused", () => (wanted = ""));

document.addEventListener("refreshed", () => {
  const shown = document.getElementById(wanted);
  if (!shown) return;
  wanted = "";
  shown.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "center" });
});
