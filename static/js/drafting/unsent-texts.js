// The texts of a draft that the server does not have yet. They outlive the page in which they were written, because
// drafting may end before they are sent.

import { remember, remembered } from "../storage/tab-memory.js";

const name = () => {
  const { workshop, voter } = document.querySelector("live-page").dataset;
  return `unsent-texts:${workshop}:${voter ?? ""}`;
};

export function rememberUnsent(texts) {
  remember(name(), JSON.stringify(texts));
}

export function unsentTexts() {
  return JSON.parse(remembered(name()) || "[]");
}
