// The texts of drafts that the server does not have yet, each as { text, of } with its place. They outlive the page and
// the tab in which they were written, because drafting may end, or their writer may be moved to another group, before
// they are sent. Each page has its own list, because tabs that write at the same time would overwrite each other's.

import { phoneMemory } from "../storage/memory.js";
import { randomKey } from "../storage/random-key.js";

const page = randomKey();
const beginning = () => {
  const { workshop, voter } = document.querySelector("live-page").dataset;
  return `unsent-drafts:${workshop}:${voter}:`;
};

export const isOnPage = (group) => document.querySelector("shared-draft")?.dataset.group === group;

// A page from which everything was sent has also sent what earlier pages had stored.
export function rememberUnsent(group, texts) {
  if (texts.length) phoneMemory.set(`${beginning()}${group}:${page}`, JSON.stringify(texts));
  else forget(phoneMemory.names(`${beginning()}${group}:`));
  document.querySelector("unsent-draft")?.show();
}

// A page with a group's draft says in the draft what is not sent.
export function unsentElsewhere() {
  const texts = listsElsewhere().flatMap((name) => JSON.parse(phoneMemory.get(name) || "[]"));
  return [...new Map(texts.map((one) => [JSON.stringify(one), one])).values()];
}

export function forgetElsewhere() {
  forget(listsElsewhere());
}

function forget(names) {
  for (const name of names) phoneMemory.set(name, "");
}

function listsElsewhere() {
  const groupOf = (name) => name.slice(beginning().length).split(":")[0];
  return phoneMemory.names(beginning()).filter((name) => !isOnPage(groupOf(name)));
}
