import "../live/live-page.js";
import "../live/live-form.js";
import "../forms/double-click.js";
import "../storage/unanswered-form.js";
import "../time/count-down.js";
import "../live/connection-pill.js";
import "../drafting/shared-draft.js";
import "../drafting/unsent-draft.js";
import "../storage/unsent-fields.js";
import "../breakouts/agreement-form.js";
import "../breakouts/drop-order.js";
import "../drafting/open-history.js";
import "../forms/one-at-a-time.js";
import "../contests/ranked-ballot.js";
import "../contests/approval-ballot.js";
import "../contests/score-ballot.js";
import "../contests/points-ballot.js";
import "../contests/rating-ballot.js";
import "../contests/rating-progress.js";
import "../contests/ballot-check.js";
import "../contests/reopened-note.js";
import "../contests/closed-vote.js";
import "../keyboard/button-keys.js";
import "../contests/dissent-note.js";
import "../report/forget-ballots.js";
import "../time/local-time.js";
import "../forms/text-counter.js";
import "../forms/enter-sends.js";
import "../survey/survey-form.js";
import "../survey/closed-survey.js";
import "../survey/unsent-answers.js";
import { tabMemory } from "../storage/memory.js";
import { openOutbox } from "../storage/outbox.js";

tabMemory.set("badge", ""); // it has logged in, and must not do so again after a logout
openOutbox({
  ...document.querySelector("live-page").dataset,
  csrfToken: document.querySelector("meta[name=csrf-token]").content,
});

// All scripts above have started: the link to the plain page is not needed.
document.documentElement.toggleAttribute("data-ready", true);
