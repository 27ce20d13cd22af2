// Buttons that are choices (aria-pressed): one pressed while another of its form is being sent is pressed again
// when the page shows the first choice, because its value may depend on it.

import { isBusy, pressedButton } from "./form-polyfills.js";

const sent = new Map(); // form → the button that was sent, and the next one

document.addEventListener("submit", hold, true); // before live-form.js
for (const name of ["refused", "unsent"]) document.addEventListener(name, ({ target }) => sent.delete(target));
document.addEventListener("refreshed", goOn);

function hold(event) {
  const form = event.target;
  const button = pressedButton(event);
  const isChoice = button?.matches("live-page [aria-pressed]:not([data-confirm])") && !form.dataset.confirm;
  if (!isChoice) return;
  const earlier = sent.get(form);
  if (!earlier) return void sent.set(form, { button });
  event.preventDefault();
  if (button !== earlier.button) earlier.next = button;
}

function goOn() {
  for (const [form, { next }] of sent) {
    if (isBusy(form) && form.isConnected) continue; // its response refreshes the page again
    sent.delete(form);
    if (next?.isConnected) next.click();
  }
}
