// Restores unsent form input after the page has reloaded itself in the same tab, and texts for something new, such
// as an idea, also after its reader has. Ballots, survey answers and drafts are stored elsewhere.

import { isChanged, keyOf } from "../forms/typed-fields.js";
import { whenStaying } from "../live/leaving.js";

const KEY = `typed:${location.pathname}`;
const FIELDS = "form[method=post] :is(textarea, select, input:not([type=hidden], [type=file], [type=password]))";

export let isKept = false; // and brought back after a reload

whenStaying(() => (isKept = false));

// Identify a field among all of the page, also if other forms with the same URL come and go.
function named() {
  const seen = new Map();
  return [...document.querySelectorAll(FIELDS)].map((field) => {
    const name = keyOf(field);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return [`${name} ${seen.get(name)}`, field];
  });
}

// Include the mark of the text to be replaced, because another person may change it in between.
function stateOf({ value, checked, form }) {
  return { value, checked, seen: form.elements.seen?.value };
}

// A participant's, or a group's for its facilitator.
function reader() {
  return document.querySelector("live-page")?.dataset.voter ?? "";
}

// Returns false if this browser cannot store anything.
export function keepTyped(isWanted = () => true) {
  const typed = named().filter(([, field]) => isWanted(field) && isChanged(field));
  try {
    const fields = typed.map(([name, field]) => [name, stateOf(field)]);
    sessionStorage.setItem(KEY, JSON.stringify({ reader: reader(), fields }));
    isKept = true;
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
    const typed = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    const { type = "reload" } = performance.getEntriesByType("navigation")[0] ?? {}; // unknown to Safari before 15
    // Another person may have opened the page, or a badge may have changed the participant before it was reloaded.
    return new Map(type === "reload" && typed?.reader === reader() ? typed.fields : []);
  } catch {
    return new Map();
  }
}

function bringBack() {
  const typed = takeTyped();
  for (const [name, field] of named()) if (typed.has(name)) putBack(field, typed.get(name));
}

// form-hold.js holds a form when somebody enters it, so it must be notified before the form changes.
export function putBack(field, { seen, ...state }) {
  for (const folded of document.querySelectorAll("details")) folded.open ||= folded.contains(field);
  field.dispatchEvent(new Event("focusin", { bubbles: true }));
  Object.assign(field, state);
  if (seen) field.form.elements.seen.value = seen;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("pagehide", () => keepTyped(({ form }) => isKept || form.dataset.clear !== undefined));
addEventListener("DOMContentLoaded", bringBack); // when all other modules are listening
