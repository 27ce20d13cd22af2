// <unsent-draft>: the texts that this phone could not send before drafting ended or its participant changed groups.

import { UnsentCard } from "../storage/unsent-card.js";
import { forgetElsewhere, unsentElsewhere } from "./unsent-texts.js";

class UnsentDraft extends UnsentCard {
  texts() {
    return unsentElsewhere();
  }

  forget() {
    forgetElsewhere();
  }
}

customElements.define("unsent-draft", UnsentDraft);
