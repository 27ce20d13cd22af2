// A form without a response may have been saved anyway. When a refresh shows that it was, remove the error
// message and clear the form, so that nothing is sent twice. An earlier refresh may have shown it already, so
// refresh again. If it was not, a form with `data-resend` is sent again, unless its text has changed. (The server
// ignores a repeated text.)

import { sendForm } from "../forms/form-polyfills.js";
import { retryDelay } from "../live/retry-delay.js";

const FIELD = "textarea, input:not([type=hidden])";
const sent = new WeakMap(); // form → the buttons that were pressed, and the text, when it was sent
const unanswered = new Map(); // the same, for forms without a response
const waiting = new WeakSet(); // forms that will be sent again

document.addEventListener("sending", ({ target }) => sent.set(target, { buttons: pressed(target), text: textOf(target) }));
document.addEventListener("unsent", ({ target }) => {
  unanswered.set(target, sent.get(target));
  document.querySelector("live-page").refresh();
});
document.addEventListener("saved", ({ target }) => unanswered.delete(target));

document.addEventListener("refreshed", () => {
  for (const [form, before] of unanswered) {
    if (!form.isConnected) {
      unanswered.delete(form); // its text may not have arrived: see unsent-fields.js
      continue;
    }
    if (pressed(form) === before.buttons && !isShown(form)) {
      if (form.dataset.resend !== undefined) resendSoon(form, before.text);
      continue;
    }
    form.querySelector(":scope > .form-note")?.remove();
    if (form.dataset.clear !== undefined) form.reset();
    unanswered.delete(form);
  }
});

function resendSoon(form, text) {
  if (waiting.has(form)) return;
  waiting.add(form);
  setTimeout(() => {
    waiting.delete(form);
    if (unanswered.has(form) && textOf(form) === text) sendForm(form);
  }, retryDelay());
}

function textOf(form) {
  return inOneLine(form.querySelector(FIELD)?.value ?? "");
}

function pressed(form) {
  return [...form.querySelectorAll("[aria-pressed]")].map((button) => button.getAttribute("aria-pressed")).join();
}

// Whether the input appears in the page's text around the form, outside of fields.
export function isShown(form) {
  const typed = textOf(form);
  const words = document.createTreeWalker(form.closest("article, section") ?? form, NodeFilter.SHOW_TEXT);
  while (typed && words.nextNode()) {
    const { data, parentElement } = words.currentNode;
    if (!parentElement.matches(FIELD) && inOneLine(data) === typed) return true;
  }
  return false;
}

const inOneLine = (text) => text.replace(/\s+/g, " ").trim();
