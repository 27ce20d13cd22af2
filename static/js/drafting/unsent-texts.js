// The texts of a draft that the server does not have yet, each as { text, of } with its place. They outlive
// the page and the tab in which they were written, because drafting may end before they are sent.

import { phoneMemory } from "../storage/memory.js";

const name = () => {
  const { workshop, voter } = document.querySelector("live-page").dataset;
  return `unsent-texts:${workshop}:${voter ?? ""}`;
};

export function rememberUnsent(texts) {
  phoneMemory.set(name(), JSON.stringify(texts));
  document.querySelector("unsent-draft")?.show();
}

export function unsentTexts() {
  return JSON.parse(phoneMemory.get(name()) || "[]");
}
