// <reopened-note>: shows in a reopened vote whether this phone's ballot is counted. The page has the state at
// its load; a ballot counted since changes it here, because phones are not refreshed when people vote.

import { EntryNote } from "../storage/entry-note.js";
import { cameLate } from "../storage/outbox.js";

class ReopenedNote extends EntryNote {
  follow(entry) {
    const { textCounted, textLate } = this.dataset;
    if (textLate && cameLate(entry)) this.say(textLate, { warns: true });
    else if (entry.countedAt) this.say(textCounted);
  }
}

customElements.define("reopened-note", ReopenedNote);
