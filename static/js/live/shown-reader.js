// Tells the server whose page this is: a participant's, or a group's for its facilitator. A badge or link may change
// who the browser is while another tab shows the previous page: the server refuses what that tab sends.

export function asShown({ voter } = document.querySelector("live-page")?.dataset ?? {}) {
  return voter ? { "X-Reader": voter } : {};
}
