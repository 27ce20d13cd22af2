// Forms and buttons with data-confirm: ask for confirmation in the page's only dialog before sending. The title
// and the answer are the text of the button, and "danger" its class; data-look names content to look at first.

export async function confirmed(form, button) {
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (!question) return true;
  const answer = await ask(question, button ?? form.querySelector("button"), form.dataset.look);
  if (answer === "look") look(document.getElementById(form.dataset.look));
  return answer === "yes";
}

function ask(question, pressed, place) {
  const dialog = document.querySelector("#confirm");
  if (!dialog.showModal) return confirm(question) ? "yes" : ""; // Safari before 15.4, Firefox before 98
  const [yes, , first] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = yes.textContent = pressed.textContent.trim();
  yes.className = pressed.classList.contains("danger") ? "danger" : "primary";
  dialog.querySelector("p").textContent = question;
  first.hidden = !place;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

function look(details) {
  if (!details) return; // settled since then
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("summary").focus();
}
