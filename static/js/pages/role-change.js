// Before this phone changes its role, send the pending entries in the old role. Until they have arrived, the
// change needs a confirmation, which lists them.

import { confirmed } from "../forms/confirm.js";
import { openOutbox, SURVEY, unsent } from "../storage/outbox.js";

const form = document.querySelector("form[data-workshop]");
const { workshop, voter } = form.dataset;
const change = form.querySelector("button:not([data-anyway])");
const anyway = form.querySelector("[data-anyway]");

async function look() {
  const waiting = await unsent();
  change.disabled = waiting.length > 0;
  form.querySelector("[data-waiting]").hidden = anyway.hidden = !waiting.length;
  anyway.dataset.confirm = form.dataset.textUnsent.replace("{what}", namesOf(waiting));
}

// Return how many there are of each kind; there is only one survey.
function namesOf(entries) {
  const kinds = entries.map(kindOf);
  const count = (kind) => kinds.filter((one) => one === kind).length;
  const name = (kind) => (kind === "textAnswers" ? form.dataset[kind] : `${form.dataset[kind]} (${count(kind)})`);
  return [...new Set(kinds)].map(name).join(", ");
}

function kindOf({ contest, about, note, agreement }) {
  if (contest === SURVEY) return "textAnswers";
  if (note) return "textNotes";
  if (agreement) return "textAgreement";
  return about ? "textDissent" : "textBallots";
}

anyway.addEventListener("click", async () => {
  if (await confirmed(form, anyway)) form.submit();
});
openOutbox({ workshop, voter, csrfToken: document.querySelector("meta[name=csrf-token]").content });
document.addEventListener("outbox-entry", look);
look();
