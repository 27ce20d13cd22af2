// Before this phone becomes somebody else, it sends what still waits, as who it is now. Until that
// has arrived, the change is not offered.

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
