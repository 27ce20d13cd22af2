// form#form-groups: says if the groups would not have the wanted size, or if a theme with priority issues would have
// no group. Forming such groups, or forming groups again, asks for confirmation.

import { setText } from "../live/set-text.js";

document.addEventListener("input", check);
document.addEventListener("refreshed", check);
check();

function check() {
  const form = document.getElementById("form-groups");
  if (!form) return;
  const note = form.querySelector("[data-left-out]");
  const problems = problemsOf(form, note.dataset);
  setText(note, problems.join("\n"));
  note.hidden = !problems.length;
  form.dataset.confirm = [...problems, form.dataset.again].filter(Boolean).join("\n");
}

function problemsOf(form, { size, leftOut }) {
  const { people, smallest, largest } = form.dataset;
  const counts = [...form.querySelectorAll("[name='counts[]']")];
  const groups = counts.reduce((sum, { value }) => sum + Number(value), 0);
  if (!groups) return []; // the server refuses this
  const [low, high] = [Math.floor(people / groups), Math.ceil(people / groups)];
  const fits = low >= smallest && high <= largest;
  const empty = counts.filter(({ dataset, value }) => dataset.needed && !Number(value));
  return [
    ...(fits ? [] : [size.replace("{size}", low === high ? low : `${low}–${high}`)]),
    ...(empty.length ? [leftOut.replace("{themes}", () => empty.map(({ dataset }) => dataset.needed).join(", "))] : []),
  ];
}
