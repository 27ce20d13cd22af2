// The texts of a draft that the server does not have yet, each as { text, of } with its place. They outlive
// the page in which they were written, because drafting may end before they are sent.

import { remember, remembered } from "../storage/tab-memory.js";

const name = () => {
  const { workshop, voter } = document.querySelector("live-page").dataset;
  return `unsent-texts:${workshop}:${voter ?? ""}`;
};

export function rememberUnsent(texts) {
  remember(name(), JSON.stringify(texts));
}

export function unsentTexts() {
  const texts = JSON.parse(remembered(name()) || "[]");
  return texts.map((one) => (typeof one === "string" ? { text: one, of: "" } : one)); // of an earlier version
}
