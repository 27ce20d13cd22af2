// Asks before the page is left with changes in a form of organizers that have not been saved. When the login ends,
// the page stays, so that they can be saved after a new login.

import { isKept } from "../storage/typing-recovery.js";
import { isChanged } from "./typed-fields.js";

const FIELDS = "form:is([data-follow], [data-clear]) :is(textarea, select, input:not([type=hidden], [type=file]))";

const isUnsaved = () => [...document.querySelectorAll(FIELDS)].some(isChanged);

document.addEventListener("login-ended", (event) => isUnsaved() && event.preventDefault());

addEventListener("beforeunload", (event) => {
  if (isKept || !isUnsaved()) return;
  event.preventDefault();
  event.returnValue = true; // Chrome before 119, Safari
});
