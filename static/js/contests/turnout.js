// Live numbers during a vote: [data-voted="<contest> …"], and [data-people="begun"] or "done", on screens and
// consoles, with the <progress> next to them; data-of is how many may vote. On consoles, [data-people-online] is
// how many people are online of data-joined. A form with data-confirm-missing shows in its confirmation how many
// ballots are missing and how many phones are offline.

import { currentSocket, isConnected } from "../live/connection.js";

document.addEventListener("connection", listen);
// The page may have been rendered before the last message.
document.addEventListener("refreshed", () => isConnected() && online !== null && showOnline({ people: online }));

let listening = null;
let online = null; // people, once known

function listen() {
  if (listening === currentSocket()) return;
  listening = currentSocket();
  listening.on("counted", show);
  listening.on("online", showOnline);
}

// The number of missing ballots in all open votes on this page.
function missing() {
  const open = [...document.querySelectorAll("progress[data-voted][data-open]")];
  return open.reduce((sum, { dataset, value }) => sum + Math.max(0, dataset.of - value), 0);
}

function offline() {
  const node = document.querySelector("[data-people-online]");
  return Math.max(0, node.dataset.joined - node.textContent);
}

function showOnline({ people }) {
  online = people;
  for (const node of document.querySelectorAll("[data-people-online]")) node.textContent = people;
  askAsCounted();
}

function show({ voted, ...people }) {
  for (const node of document.querySelectorAll("[data-voted]")) {
    const counts = node.dataset.voted.split(" ").map((contest) => voted[contest]);
    if (counts.includes(undefined)) continue; // not open, or of another workshop
    const count = counts.reduce((sum, one) => sum + one);
    if (node.matches("progress")) Object.assign(node, { max: Math.max(1, node.dataset.of), value: count });
    else node.textContent = count;
  }
  for (const node of document.querySelectorAll("[data-people]")) {
    if (node.matches("progress")) node.value = people[node.dataset.people];
    else node.textContent = people[node.dataset.people];
  }
  askAsCounted();
}

function askAsCounted() {
  for (const form of document.querySelectorAll("form[data-confirm-missing]")) {
    const { confirmMissing: question } = form.dataset;
    form.dataset.confirm = question.replace("{missing}", missing()).replace("{offline}", offline());
  }
}
