// The texts of drafts that the server does not have yet, each as { text, of } with its place. They outlive the page and
// the tab in which they were written, because drafting may end, or their writer may be moved to another group, before
// they are sent.

import { phoneMemory } from "../storage/memory.js";

const name = () => {
  const { workshop, voter } = document.querySelector("live-page").dataset;
  return `unsent-drafts:${workshop}:${voter}`;
};
const byGroup = () => JSON.parse(phoneMemory.get(name()) || "{}");
const groupOnPage = () => document.querySelector("shared-draft")?.dataset.group;

export const isOnPage = (group) => groupOnPage() === group;

export function rememberUnsent(group, texts) {
  keep({ ...byGroup(), [group]: texts });
}

// A page with a group's draft says in the draft what is not sent.
export function unsentElsewhere() {
  return Object.entries(byGroup()).flatMap(([group, texts]) => (isOnPage(group) ? [] : texts));
}

export function forgetElsewhere() {
  keep(Object.fromEntries(Object.entries(byGroup()).filter(([group]) => isOnPage(group))));
}

function keep(texts) {
  phoneMemory.set(name(), JSON.stringify(texts));
  document.querySelector("unsent-draft")?.show();
}
