// The screen turns its pages by keys, because a clicker is connected to the projector's computer.

import { onKey } from "../keyboard/keys.js";
import { fetchInTime } from "../live/fetch-with-timeout.js";

const TIMEOUT_MS = 8000;

let last = Promise.resolve(); // sequential: two presses are two steps

onKey((go) => {
  last = last.then(() => turn(go)).catch(() => {}); // offline: the pill shows it, and the next press retries
  return true;
});

async function turn(go) {
  const page = document.querySelector("live-page");
  const body = new FormData();
  body.set("go", go);
  body.set("csrf_token", document.querySelector("meta[name=csrf-token]").content);
  const response = await fetchInTime(TIMEOUT_MS, `/w/${page.dataset.workshop}/screen/turn`, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
  });
  if (response.ok) await page.refresh();
}
