// A form without a response may have been saved anyway. When a refresh shows that it was, remove the error
// message and clear the form, so that nothing is sent twice. An earlier refresh may have shown it already, so
// refresh again.

const FIELD = "textarea, input:not([type=hidden])";
const sent = new WeakMap(); // form → the buttons that were pressed when it was sent
const unanswered = new Map(); // the same, for forms without a response

document.addEventListener("sending", ({ target }) => sent.set(target, pressed(target)));
document.addEventListener("unsent", ({ target }) => {
  unanswered.set(target, sent.get(target));
  document.querySelector("live-page").refresh();
});
document.addEventListener("saved", ({ target }) => unanswered.delete(target));

document.addEventListener("refreshed", () => {
  for (const [form, before] of unanswered) {
    if (form.isConnected && pressed(form) === before && !isShown(form)) continue;
    form.querySelector(":scope > .form-note")?.remove();
    if (form.dataset.clear !== undefined) form.reset();
    unanswered.delete(form);
  }
});

function pressed(form) {
  return [...form.querySelectorAll("[aria-pressed]")].map((button) => button.getAttribute("aria-pressed")).join();
}

// Whether the input appears in the page's text around the form, outside of fields.
function isShown(form) {
  const typed = inOneLine(form.querySelector(FIELD)?.value ?? "");
  const words = document.createTreeWalker(form.closest("article, section") ?? form, NodeFilter.SHOW_TEXT);
  while (typed && words.nextNode()) {
    const { data, parentElement } = words.currentNode;
    if (!parentElement.matches(FIELD) && inOneLine(data) === typed) return true;
  }
  return false;
}

const inOneLine = (text) => text.replace(/\s+/g, " ").trim();
