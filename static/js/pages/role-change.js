// Before this phone changes its role, send the pending entries in the old role. Until they have arrived, the
// change is disabled.

import { kept, openOutbox, read } from "../storage/outbox.js";

const form = document.querySelector("form[data-workshop]");
const { workshop, voter } = form.dataset;

async function look() {
  const entries = await Promise.all((await kept("")).map(read)); // the outbox sends what was read
  const waits = entries.some(({ state }) => state === "saved");
  form.querySelector("button").disabled = waits;
  form.querySelector("[data-waiting]").hidden = !waits;
}

openOutbox({ workshop, voter, csrfToken: document.querySelector("meta[name=csrf-token]").content });
document.addEventListener("outbox-entry", look);
look();
