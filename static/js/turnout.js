// Numbers that move while people vote: [data-voted="<contest> …"], and [data-people="begun"] or "done", on
// screens and consoles, with the <progress> beside them; data-of is how many may vote.

import { currentSocket } from "./connection.js";

document.addEventListener("connection", listen);

let listening = null;

function listen() {
  if (listening === currentSocket()) return;
  listening = currentSocket();
  listening.on("counted", show);
}

function show({ voted, ...people }) {
  for (const node of document.querySelectorAll("[data-voted]")) {
    const counts = node.dataset.voted.split(" ").map((contest) => voted[contest]);
    if (counts.includes(undefined)) continue; // not open, or not this workshop's
    const count = counts.reduce((sum, one) => sum + one);
    if (node.matches("progress")) Object.assign(node, { max: Math.max(1, node.dataset.of), value: count });
    else node.textContent = count;
  }
  for (const node of document.querySelectorAll("[data-people]")) {
    if (node.matches("progress")) node.value = people[node.dataset.people];
    else node.textContent = people[node.dataset.people];
  }
}
