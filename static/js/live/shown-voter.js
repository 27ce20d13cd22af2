// Tells the server which participant this page shows. A badge may change the browser's participant while another
// tab shows the previous one: the server refuses what that tab sends.

export function asShown({ voter } = document.querySelector("live-page")?.dataset ?? {}) {
  return voter ? { "X-Voter": voter } : {};
}
