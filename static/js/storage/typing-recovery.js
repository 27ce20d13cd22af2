// Restores unsent input in forms after the page has reloaded itself in the same tab. Ballots, survey answers and
// drafts are stored elsewhere.

import { isChanged } from "../forms/typed-fields.js";

const KEY = `typed:${location.pathname}`;
const FIELDS = "form[method=post] :is(textarea, select, input:not([type=hidden], [type=file], [type=password]))";

// Which field it is among all the page's: of this name, in a form to this address.
function named() {
  const seen = new Map();
  return [...document.querySelectorAll(FIELDS)].map((field) => {
    const name = `${field.form.getAttribute("action")} ${field.name}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return [`${name} ${seen.get(name)}`, field];
  });
}

// With the mark of the text that it is to replace: somebody else may change that meanwhile.
function stateOf({ value, checked, form }) {
  return { value, checked, seen: form.elements.seen?.value };
}

// False if this browser keeps nothing.
export function keepTyped() {
  const typed = named().filter(([, field]) => isChanged(field));
  try {
    sessionStorage.setItem(KEY, JSON.stringify(typed.map(([name, field]) => [name, stateOf(field)])));
    return true;
  } catch {
    return typed.length === 0;
  }
}

export function loadAnew() {
  keepTyped();
  location.reload();
}

function takeTyped() {
  try {
    const typed = new Map(JSON.parse(sessionStorage.getItem(KEY)) ?? []);
    sessionStorage.removeItem(KEY);
    return typed;
  } catch {
    return new Map();
  }
}

// form-hold.js holds a form from the moment somebody enters it: so it is told, before it changes.
function bringBack() {
  const typed = takeTyped();
  for (const [name, field] of named()) {
    if (!typed.has(name)) continue;
    for (const folded of document.querySelectorAll("details")) folded.open ||= folded.contains(field);
    field.dispatchEvent(new Event("focusin", { bubbles: true }));
    const { value, checked, seen } = typed.get(name);
    Object.assign(field, { value, checked });
    if (seen) field.form.elements.seen.value = seen;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

addEventListener("DOMContentLoaded", bringBack); // when every other module listens
