// [data-next]: when what somebody has decided on leaves the list, the focus goes to the one after it, or
// before it, or to the page's heading, instead of getting lost with the button that was pressed.

let decided = null; // noted when it is sent: the page may be told before the answer comes

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
  // Lost with the button, or already caught by the heading.
  if (![document.body, heading].includes(document.activeElement)) return;
  next.setAttribute("tabindex", "-1");
  next.focus();
});
