// [data-next]: when the item that a person has decided on leaves the list, move the focus to the next or
// previous one, or to the page's heading. Otherwise it would be lost with the pressed button.

let decided = null; // set on submit, because the page may be refreshed before the response arrives

document.addEventListener("submit", ({ target }) => {
  const row = target.closest("[data-next] > *");
  const heir = row?.nextElementSibling ?? row?.previousElementSibling;
  decided = row && { id: row.id, heir: heir?.id };
});

document.addEventListener("refreshed", () => {
  if (!decided || document.querySelector(`[data-next] > #${decided.id}`)) return;
  const heading = document.querySelector("main h1");
  const next = document.getElementById(decided.heir) ?? heading;
  decided = null;
  // Lost with the button, or already moved to the heading.
  if (![document.body, heading].includes(document.activeElement)) return;
  next.setAttribute("tabindex", "-1");
  next.focus();
});
