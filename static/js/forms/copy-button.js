// A button that copies a link. Without HTTPS, browsers have no clipboard API: then the text of a field is selected
// and copied.

import { announce } from "../live/announcer.js";

export function copyButton(link) {
  const { copy, copied } = document.body.dataset;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: copy });
  button.addEventListener("click", async () => {
    if (!(await copyText(link))) return;
    button.textContent = copied;
    announce(copied);
  });
  return button;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromField(text);
  }
}

function copyFromField(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "sr-only" });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
