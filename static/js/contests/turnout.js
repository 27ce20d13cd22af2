// Live numbers during a vote: [data-voted="<contest> …"], and [data-people="begun"] or "done", on screens and
// consoles, with the <progress> next to them; data-of is how many may vote. A form with data-confirm-missing
// shows the number of missing ballots in its confirmation.

import { currentSocket } from "../live/connection.js";

document.addEventListener("connection", listen);

let listening = null;

function listen() {
  if (listening === currentSocket()) return;
  listening = currentSocket();
  listening.on("counted", show);
}

// The number of missing ballots in all open votes on this page.
function missing() {
  const open = [...document.querySelectorAll("progress[data-voted][data-open]")];
  return open.reduce((sum, { dataset, value }) => sum + Math.max(0, dataset.of - value), 0);
}

function show({ voted, ...people }) {
  for (const node of document.querySelectorAll("[data-voted]")) {
    const counts = node.dataset.voted.split(" ").map((contest) => voted[contest]);
    if (counts.includes(undefined)) continue; // not open, or of another workshop
    const count = counts.reduce((sum, one) => sum + one);
    if (node.matches("progress")) Object.assign(node, { max: Math.max(1, node.dataset.of), value: count });
    else node.textContent = count;
  }
  for (const form of document.querySelectorAll("form[data-confirm-missing]")) {
    form.dataset.confirm = form.dataset.confirmMissing.replace("{missing}", missing());
  }
  for (const node of document.querySelectorAll("[data-people]")) {
    if (node.matches("progress")) node.value = people[node.dataset.people];
    else node.textContent = people[node.dataset.people];
  }
}
