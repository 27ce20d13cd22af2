// Changes a text only if it differs: setting a status again would announce it again to screen readers.

export function setText(element, text = "") {
  if (element.textContent !== text) element.textContent = text;
}
