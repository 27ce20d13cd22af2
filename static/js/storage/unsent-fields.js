// <unsent-fields>: texts that this reader typed and did not send, and whose fields the page no longer has, because
// somebody else moved on. Fields opt in with `data-rescue`, a name that is unique in the workshop. Such a text is kept
// in this tab until its form is cleared, and returns to its field if its reader's page has it again. If it belongs to an
// entry of the outbox, its name begins with that of the entry, and it is kept until the entry is counted.

import { sendForm } from "../forms/form-polyfills.js";
import { lookUp } from "./outbox.js";
import { putBack } from "./typing-recovery.js";
import { tabMemory } from "./memory.js";
import { isShown } from "./unanswered-form.js";
import { UnsentCard } from "./unsent-card.js";

const { workshop, voter: reader = "" } = document.querySelector("live-page").dataset;
const STORED = `unsent-fields:${workshop}:${reader}`;
const texts = new Map(JSON.parse(tabMemory.get(STORED) || "[]")); // name → { text, isAsked }, where `isAsked` means that nobody knows whether it arrived

function store() {
  tabMemory.set(STORED, JSON.stringify([...texts]));
  document.querySelector("unsent-fields")?.show();
}

const fields = (part) => [...part.querySelectorAll("[data-rescue]")];

// A form that the page no longer has still gets its response, so listen to the form itself.
function take(field) {
  const name = field.dataset.rescue;
  if (!field.value.trim()) texts.delete(name);
  else if (texts.get(name)?.text !== field.value) texts.set(name, { text: field.value, isAsked: false });
  for (const type of ["sending", "refused", "reset"]) field.form?.addEventListener(type, follow);
  store();
}

function follow({ type, target }) {
  for (const { dataset } of fields(target)) {
    if (type === "reset" || type === "sent") texts.delete(dataset.rescue);
    else if (texts.has(dataset.rescue)) texts.get(dataset.rescue).isAsked = type === "sending";
  }
  store();
}

function drop({ detail: { contest, state, draft } }) {
  if (state !== "counted" || draft !== null) return;
  for (const name of texts.keys()) if (entryOf(name) === contest) texts.delete(name);
  store();
}

const entryOf = (name) => name.split(" ")[0];

// Entries may have been counted in another tab, or while this page was closed.
async function dropCounted() {
  for (const name of texts.keys()) {
    const entry = await lookUp(entryOf(name));
    if (entry) drop({ detail: entry });
  }
}

// A field without a form brings back its own draft.
function bringBack() {
  for (const field of fields(document)) {
    const known = texts.get(field.dataset.rescue);
    if (!known || field.value || !field.form) continue;
    putBack(field, { value: known.text });
    if (known.isAsked && isShown(field.form)) field.form.reset();
  }
}

// What was sent before the page was loaded again, and not answered. (See unanswered-form.js for the same on one page.)
function resume() {
  bringBack();
  for (const { form, dataset } of fields(document)) {
    if (!form || !texts.get(dataset.rescue)?.isAsked) continue;
    if (isShown(form)) form.reset();
    else if (form.dataset.resend !== undefined) sendForm(form);
  }
}

class UnsentFields extends UnsentCard {
  texts() {
    const { unanswered } = document.body.dataset;
    return this.#lost().map(([, { text, isAsked }]) => ({ text, of: isAsked ? unanswered : "" }));
  }

  forget() {
    for (const [name] of this.#lost()) texts.delete(name);
    store();
  }

  #lost() {
    const onPage = new Set(fields(document).map(({ dataset }) => dataset.rescue));
    return [...texts].filter(([name]) => !onPage.has(name));
  }
}

customElements.define("unsent-fields", UnsentFields);
document.addEventListener("input", ({ target }) => target.dataset.rescue !== undefined && take(target));
document.addEventListener("sent", follow);
document.addEventListener("outbox-entry", drop);
document.addEventListener("refreshed", bringBack);
addEventListener("DOMContentLoaded", resume); // when all other modules are listening
dropCounted();
