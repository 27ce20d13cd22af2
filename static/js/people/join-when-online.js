// A join form that did not reach the server is sent when the phone is online again.

import { sendForm } from "../forms/form-polyfills.js";

addEventListener("online", () => {
  const unsent = document.querySelector("#join > .form-note[data-unsent]");
  if (unsent) sendForm(unsent.closest("form"));
});
