// <closed-survey>: says after the close that answers on this phone were not sent, or came too late. The server only
// knows whether it has earlier ones.

import { EntryNote } from "../storage/entry-note.js";
import { SURVEY } from "../storage/outbox.js";

class ClosedSurvey extends EntryNote {
  get contest() {
    return SURVEY;
  }

  follow({ state, draft }) {
    const isHalfDone = Object.values(draft ?? {}).some((answer) => Object.keys(answer).length);
    if (isHalfDone || state === "refused") this.say(this.dataset.textUnsent, { warns: true });
  }
}

customElements.define("closed-survey", ClosedSurvey);
