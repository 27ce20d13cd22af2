// [data-enter=send]: Enter sends the form, as in a one-line field. With Shift, or during composition with an
// input method, it does what it does elsewhere.

import { sendForm } from "./form-polyfills.js";

document.addEventListener("keydown", (event) => {
  const { key, target, shiftKey, isComposing } = event;
  if (key !== "Enter" || shiftKey || isComposing || target.dataset.enter !== "send") return;
  event.preventDefault();
  sendForm(target.form);
});
