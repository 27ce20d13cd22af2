import { openOutbox } from "../storage/outbox.js";
import "../live/live-page.js";
import "../live/live-form.js";
import "../forms/double-click.js";
import "../live/connection-pill.js";
import "../forms/text-counter.js";
import "../notes/note-form.js";
import "../notes/unsent-notes.js";
import "../notes/earlier-notes.js";

const page = document.querySelector("live-page");
const linkOf = () => document.querySelector("note-form").dataset.link;
const opened = linkOf();

openOutbox({
  workshop: page.dataset.workshop,
  voter: `notes-${opened}`,
  csrfToken: document.querySelector("meta[name=csrf-token]").content,
});

// Another link was opened in this browser, but the data stored here belongs to the first.
document.addEventListener("refreshed", () => linkOf() === opened || location.reload());
