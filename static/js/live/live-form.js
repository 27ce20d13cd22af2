// Forms with an inline response: errors are shown next to the button, and no input is lost. Without this
// script, forms work by reloading the page.

import { confirmed } from "../forms/confirm.js";
import { copyButton } from "../forms/copy-button.js";
import { clearProblems, showProblems, tieTo } from "../forms/field-problems.js";
import { fetchInTime } from "./fetch-with-timeout.js";
import { goTo, holdWhile } from "./leaving.js";
import { asShown } from "./shown-reader.js";
import { loadAnew } from "../storage/typing-recovery.js";
import { formValues, isBusy, pressedButton, setBusy } from "../forms/form-polyfills.js";
import "../forms/quick-choices.js";
import { whenSaved } from "../forms/typed-fields.js";

const TIMEOUT_MS = 60_000;
const FILE_TIMEOUT_MS = 15 * 60_000;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[method=post]");
  if (!form || form.dataset.plain !== undefined || event.defaultPrevented) return;
  event.preventDefault();
  submit(form, pressedButton(event));
});

// Unfold details with an invalid field, where the browser's message would be invisible.
document.addEventListener("invalid", ({ target }) => target.closest("details")?.toggleAttribute("open", true), true);

// Send what the reader has confirmed, even if the page was refreshed since.
async function submit(form, submitter) {
  // Not form.action, which may be a field of that name.
  const address = form.getAttribute("action") ?? "";
  const body = formValues(form, submitter);
  if (await confirmed(form, submitter)) holdWhile(send(form, address, body, submitter));
}

async function send(form, address, body, submitter) {
  if (isBusy(form)) return;
  setBusy(form, true);
  noteOf(form);
  const saved = whenSaved(form);
  try {
    await prepared(form, body);
    const response = await fetchInTime(patience(body), address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", ...asShown() },
    });
    const answer = await response.json();
    form.dispatchEvent(new CustomEvent(response.ok ? "saved" : "refused", { bubbles: true, detail: answer }));
    if (!response.ok) return refuse(form, answer.error);
    finish(form, answer, saved, submitter);
  } catch (error) {
    form.dispatchEvent(new CustomEvent("unsent", { bubbles: true }));
    const { unanswered, offline, offlinePress } = document.body.dataset;
    if (error.name === "AbortError") say(form, { message: unanswered }); // nobody knows whether it arrived
    else if (form.dataset.resend) say(form, { message: form.dataset.resend });
    else say(form, { message: isOnlyButtons(form) ? offlinePress : offline }).toggleAttribute("data-unsent", true);
  } finally {
    setBusy(form, false);
  }
}

// Slow networks take long for files, and the server for some buttons of organizers.
function patience(body) {
  const hasFile = [...body.values()].some(({ size }) => size > 0);
  return hasFile ? FILE_TIMEOUT_MS : TIMEOUT_MS;
}

// Other scripts may change what is sent, and take their time.
function prepared(form, body) {
  const awaited = [];
  const detail = { body, waitFor: (promise) => awaited.push(promise) };
  form.dispatchEvent(new CustomEvent("sending", { bubbles: true, detail }));
  return Promise.all(awaited);
}

// Show the problems at their fields, and a message below the button, which does not move. If another person has
// changed what the form shows, their text is among the problems, and sending the form again overwrites it on purpose.
function refuse(form, { code, message, problems = [], seen }) {
  if (seen && form.elements.seen) form.elements.seen.value = seen;
  const rest = showProblems(form, problems);
  if (code === "bad-workshop-file") for (const one of rest) one.message = [one.place, one.message].filter(Boolean).join(": ");
  const note = say(form, { message, problems: rest });
  note.scrollIntoView({ block: "nearest" }); // its button may be far away
  if (code === "not-signed-in") document.querySelector("live-page")?.toggleAttribute("data-ended", true);
  if (!problems.length && form.dataset.about) tieTo(form, form.dataset.about, note);
  if (seen && isOnlyButtons(form)) document.querySelector("live-page")?.refresh?.(); // to show what it is about now
}

const isOnlyButtons = (form) => !form.querySelector("input:not([type=hidden]), select, textarea");

function finish(form, { message, to, link, read }, saved, submitter) {
  if (form.dataset.anew !== undefined) return loadAnew(); // the language, also for scripts
  if (form.dataset.clear !== undefined) form.reset();
  else saved();
  if (to && !isHere(new URL(to, location.href))) return goTo(to);
  clearProblems(form);
  form.closest("dialog")?.close();
  fold(form.closest("[data-fold-when-saved]"));
  const outcome = submitter?.matches(".danger") ? "removed" : "done";
  const note = say(form, { message }, read ? "asked" : outcome); // only read back so far
  if (link) note.append(copyButton(link));
  document.querySelector("live-page")?.refresh?.();
}

// The page shows the outcome above it.
function fold(details) {
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
}

function isHere({ pathname, search }) {
  return pathname === location.pathname && search === location.search;
}

// `outcome`: "done", "removed", "asked", or "refused", which includes requests that did not reach the server.
function say(form, { message = "", problems = [] }, outcome = "refused") {
  const note = noteOf(form);
  note.toggleAttribute("data-unsent", false);
  note.dataset.outcome = outcome;
  note.textContent = [message, ...problems.map((problem) => problem.message)].join("\n").trim();
  return note;
}

// It is on the page before its words: screen readers do not announce a status that appears together with its words.
function noteOf(form) {
  const known = form.querySelector(":scope > .form-note");
  if (known) return known;
  const note = Object.assign(document.createElement("p"), { className: "form-note" });
  note.setAttribute("role", "status");
  form.append(note);
  return note;
}

// The message said "in a moment"; announce it again, so that nobody takes it for sent.
document.addEventListener("connection", ({ detail: connected }) => {
  if (!connected) return;
  for (const note of document.querySelectorAll(".form-note[data-unsent]")) {
    note.dataset.outcome = "asked"; // no error any more
    note.textContent = document.body.dataset.again;
  }
});
