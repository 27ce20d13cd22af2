// [data-enter=send]: the Enter key sends the form, as it does from a field of one line. With Shift, or
// while a word is being composed, it does what it does elsewhere.

import { sendForm } from "./form-polyfills.js";

document.addEventListener("keydown", (event) => {
  const { key, target, shiftKey, isComposing } = event;
  if (key !== "Enter" || shiftKey || isComposing || target.dataset.enter !== "send") return;
  event.preventDefault();
  sendForm(target.form);
});
