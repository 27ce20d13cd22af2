// Whose page this is: a participant's, or a group's for its facilitator. A badge or link may change who the browser is
// while another tab shows the previous page. That tab reloads. The server refuses what it sends otherwise, except over
// a socket that is already open, which can happen in browsers without BroadcastChannel.

import { reloadUnlessLeaving } from "./leaving.js";

const tabs = globalThis.BroadcastChannel && new BroadcastChannel("readers");

export function asShown({ voter } = document.querySelector("live-page")?.dataset ?? {}) {
  return voter ? { "X-Reader": voter } : {};
}

// Tell the other tabs who the browser is now, and hear it from them.
export function followReader({ workshop, role, voter }) {
  if (!voter) return;
  tabs?.addEventListener("message", ({ data }) => {
    const isSamePage = data.workshop === workshop && data.role === role;
    if (isSamePage && data.voter !== voter) reloadUnlessLeaving();
  });
  tabs?.postMessage({ workshop, role, voter });
}
