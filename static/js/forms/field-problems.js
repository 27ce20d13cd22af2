// Errors of a form, shown at the field: the field is marked, described by the message, and focused.

let count = 0;

// Returns the problems that belong to no field of the form.
export function showProblems(form, problems) {
  clearProblems(form);
  const rest = problems.filter((problem) => !show(form, problem));
  focusFirst(form);
  return rest;
}

// An error of the whole form that concerns one field: the note below the button describes this field.
export function tieTo(form, name, note) {
  const field = named(form, name);
  if (!field) return;
  note.id ||= `problem-${++count}`;
  mark(field, note.id);
  focusFirst(form);
}

export function clearProblems(form) {
  for (const field of form.querySelectorAll("[aria-invalid]")) unmark(field);
  for (const note of form.querySelectorAll(".field-problem")) note.remove();
}

function show(form, { place, message }) {
  const field = named(form, place) ?? named(form, place.split(".")[0]);
  if (!field) return false;
  const note = Object.assign(document.createElement("p"), { className: "field-problem", id: `problem-${++count}` });
  note.textContent = message;
  (field.closest("label, fieldset") ?? field).insertAdjacentElement("afterend", note);
  mark(field, note.id);
  return true;
}

function named(form, name) {
  const names = [name, `${name}[]`];
  return [...form.elements].find((field) => names.includes(field.name) && field.type !== "hidden");
}

function mark(field, id) {
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  field.addEventListener("input", () => unmark(field), { once: true });
}

function unmark(field) {
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}

function focusFirst(form) {
  form.querySelector("[aria-invalid]")?.focus();
}
