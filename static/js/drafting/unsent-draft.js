// <unsent-draft>: the texts that this phone could not send before drafting ended. A page on which the draft can be read
// says in the draft what is not sent.

import { UnsentCard } from "../storage/unsent-card.js";
import { rememberUnsent, unsentTexts } from "./unsent-texts.js";

class UnsentDraft extends UnsentCard {
  texts() {
    return document.querySelector("shared-draft") ? [] : unsentTexts();
  }

  forget() {
    rememberUnsent([]);
  }
}

customElements.define("unsent-draft", UnsentDraft);
