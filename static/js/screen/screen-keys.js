// The screen turns its own pages: a clicker is plugged into the computer at the projector.

import { onKey } from "../keyboard/keys.js";

let last = Promise.resolve(); // one after the other: two presses are two steps

onKey((go) => {
  last = last.then(() => turn(go)).catch(() => {}); // offline: the pill says so, and the next press tries again
  return true;
});

async function turn(go) {
  const page = document.querySelector("live-page");
  const body = new FormData();
  body.set("go", go);
  body.set("csrf_token", document.querySelector("meta[name=csrf-token]").content);
  const response = await fetch(`/w/${page.dataset.workshop}/screen/turn`, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
  });
  if (response.ok) await page.refresh();
}
