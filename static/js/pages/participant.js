import "../live-page.js";
import "../live-form.js";
import "../double-click.js";
import "../unanswered-form.js";
import "../count-down.js";
import "../connection-pill.js";
import "../drafting/shared-draft.js";
import "../drop-order.js";
import "../open-history.js";
import "../one-at-a-time.js";
import "../ranked-ballot.js";
import "../approval-ballot.js";
import "../score-ballot.js";
import "../points-ballot.js";
import "../rating-ballot.js";
import "../rating-progress.js";
import "../ballot-check.js";
import "../reopened-note.js";
import "../button-keys.js";
import "../dissent-note.js";
import "../forget-ballots.js";
import "../local-time.js";
import "../text-counter.js";
import "../enter-sends.js";
import "../survey-form.js";
import { openOutbox } from "../outbox.js";

openOutbox({
  ...document.querySelector("live-page").dataset,
  csrfToken: document.querySelector("meta[name=csrf-token]").content,
});

// Everything above has started: the way to the plain page is not needed.
document.documentElement.toggleAttribute("data-ready", true);
