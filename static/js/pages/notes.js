import { openOutbox } from "../outbox.js";
import "../live-page.js";
import "../live-form.js";
import "../double-click.js";
import "../connection-pill.js";
import "../text-counter.js";
import "../note-form.js";
import "../unsent-notes.js";

const page = document.querySelector("live-page");
const linkOf = () => document.querySelector("note-form").dataset.link;
const opened = linkOf();

openOutbox({
  workshop: page.dataset.workshop,
  voter: `notes-${opened}`,
  csrfToken: document.querySelector("meta[name=csrf-token]").content,
});

// Another link was opened in this browser: what is kept here belongs to the first.
document.addEventListener("refreshed", () => linkOf() === opened || location.reload());
