// Asks before the page is left with changes in a form of organizers that have not been saved.

import { isKept } from "../storage/typing-recovery.js";
import { isChanged } from "./typed-fields.js";

const FIELDS = "form:is([data-follow], [data-clear]) :is(textarea, select, input:not([type=hidden], [type=file]))";

addEventListener("beforeunload", (event) => {
  if (isKept || ![...document.querySelectorAll(FIELDS)].some(isChanged)) return;
  event.preventDefault();
  event.returnValue = true; // Chrome before 119, Safari
});
