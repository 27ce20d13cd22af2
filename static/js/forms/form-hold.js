// form[data-follow]: shows the server's values until somebody enters it. Then the form and its input are held
// until it is saved or left unchanged. (live-page.js keeps a form while its data-keep equals the server's.)

const begun = new Map(); // form → its content when it was entered
let missed = false;

const formOf = (event) => event.target.closest?.("form[data-follow]");
const contents = (form) => new URLSearchParams(new FormData(form)).toString();

function hold(form) {
  form.querySelector(":scope > .form-note")?.remove();
  begun.set(form, contents(form));
  form.dataset.keep = form.id;
  form.toggleAttribute("data-half-done", true);
}

function release(form) {
  begun.delete(form);
  form.dataset.keep = "";
  form.toggleAttribute("data-half-done", false);
}

// After a refresh, which skips held forms, release those that can be.
function releaseRest() {
  missed ||= begun.size > 0;
  for (const form of document.querySelectorAll("form[data-follow]")) if (!begun.has(form)) release(form);
}

document.addEventListener("focusin", (event) => {
  const form = formOf(event);
  if (form && !begun.has(form)) hold(form);
});

document.addEventListener("focusout", (event) => {
  const form = formOf(event);
  if (!form || form.contains(event.relatedTarget) || contents(form) !== begun.get(form)) return;
  release(form);
  if (missed && !begun.size) document.querySelector("live-page").refresh();
  missed &&= begun.size > 0;
});

document.addEventListener("saved", (event) => formOf(event) && release(formOf(event)));

document.addEventListener("refreshed", releaseRest);
releaseRest();
