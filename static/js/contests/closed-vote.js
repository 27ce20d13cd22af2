// <closed-vote>: says after the close that this phone's ballot or its last change came too late. The server only
// knows whether it has a ballot; on a part that is equal on all phones, not even that.

import { EntryNote } from "../storage/entry-note.js";
import { cameLate } from "../storage/outbox.js";

class ClosedVote extends EntryNote {
  follow(entry) {
    if (!cameLate(entry)) return;
    const { textLate, textLateChange = textLate } = this.dataset;
    this.say(entry.countedAt ? textLateChange : textLate, { warns: true });
  }
}

customElements.define("closed-vote", ClosedVote);
