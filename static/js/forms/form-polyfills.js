// Polyfills for forms: the submitter (Safari before 15.4), its value in FormData (Chrome before 112, Safari
// before 16.4, Firefox before 111), requestSubmit (Safari before 16) and ARIA properties (Firefox before 119).

let pressed = null;

// Enter in a field clicks the form's first button, so this includes that button.
addEventListener("click", ({ target }) => (pressed = target.closest?.("button, [type=submit]") ?? null), true);

export function pressedButton({ submitter, target }) {
  return submitter ?? (pressed?.form === target ? pressed : null);
}

export function formValues(form, button) {
  const values = new FormData(form);
  if (button?.name) values.append(button.name, button.value);
  return values;
}

export function sendForm(form) {
  pressed = null;
  if (form.requestSubmit) return form.requestSubmit();
  if (form.reportValidity()) form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

export function isBusy(element) {
  return element.getAttribute("aria-busy") === "true";
}

export function setBusy(element, busy) {
  if (busy) element.setAttribute("aria-busy", "true");
  else element.removeAttribute("aria-busy");
}
