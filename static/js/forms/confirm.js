// Before a form with data-confirm is sent, or by a button that has it, the page asks, in its one dialog.
// The title and the answer are the words of the button; data-look names what can be looked at first.

export async function confirmed(form, button) {
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (!question) return true;
  const answer = await ask(question, (button ?? form.querySelector("button")).textContent.trim(), form.dataset.look);
  if (answer === "look") look(document.getElementById(form.dataset.look));
  return answer === "yes";
}

function ask(question, words, place) {
  const dialog = document.querySelector("#confirm");
  if (!dialog.showModal) return confirm(question) ? "yes" : ""; // Safari before 15.4, Firefox before 98
  const [yes, , first] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = yes.textContent = words;
  dialog.querySelector("p").textContent = question;
  first.hidden = !place;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

function look(details) {
  if (!details) return; // settled meanwhile
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("summary").focus();
}
