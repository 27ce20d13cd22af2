// A join form that was sent without a network is sent again when the phone is online. Any other may have arrived,
// although its response was lost: sending it again would let a second participant in.

import { sendForm } from "../forms/form-polyfills.js";

let wasOffline = false;

document.addEventListener("sending", ({ target }) => {
  if (target.id === "join") wasOffline = navigator.onLine === false;
});

addEventListener("online", () => {
  const unsent = wasOffline && document.querySelector("#join > .form-note[data-unsent]");
  if (unsent) sendForm(unsent.closest("form"));
});
