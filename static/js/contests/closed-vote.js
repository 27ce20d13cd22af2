// <closed-vote>: says after the close that this phone's ballot or its last change came too late or was not sent.
// The server only knows whether it has a ballot; on a part that is equal on all phones, not even that.

import { EntryNote } from "../storage/entry-note.js";
import { cameLate } from "../storage/outbox.js";

class ClosedVote extends EntryNote {
  follow(entry) {
    const { textLate, textLateChange = textLate, textUnsent } = this.dataset;
    if (cameLate(entry)) this.say(entry.countedAt ? textLateChange : textLate, { warns: true });
    else if (textUnsent && hasUnsentChoices(entry)) this.say(textUnsent, { warns: true });
  }
}

function hasUnsentChoices({ state, draft }) {
  return state !== "saved" && draft !== null && Object.keys(draft).length > 0;
}

customElements.define("closed-vote", ClosedVote);
