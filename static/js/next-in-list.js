// [data-next]: when what somebody has decided on leaves the list, the focus goes to the one after it, or
// before it, or to the page's heading, instead of getting lost with the button that was pressed.

let leaving = null;

document.addEventListener("saved", ({ target }) => {
  const row = target.closest("[data-next] > *");
  if (!row) return;
  const heir = row.nextElementSibling ?? row.previousElementSibling;
  leaving = { id: row.id, heir: heir?.id, focused: row.contains(document.activeElement) };
});

document.addEventListener("refreshed", () => {
  if (!leaving || document.querySelector(`[data-next] > #${leaving.id}`)) return;
  const { heir, focused } = leaving;
  leaving = null;
  const next = document.getElementById(heir) ?? document.querySelector("main h1");
  if (!focused || document.activeElement !== document.body) return;
  next.setAttribute("tabindex", "-1");
  next.focus();
});
