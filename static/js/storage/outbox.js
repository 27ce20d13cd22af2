// The outbox of a phone: ballots, survey answers, notes, dissent notes and agreement. Each entry is first saved on
// the phone, with a receipt created here, and sent until the server acknowledges it. The receipt identifies a
// ballot, so a repeated one counts once; a dissent note has the receipt of its author's ballot. All tabs of a
// browser share the entries: one receipt and one sequence of revisions per contest, and drafts. A change
// dispatches "outbox-entry". What storage does not have when the page is left, the tab remembers; if this phone cannot
// store anything, all entries.
//
// An entry: { contest, receipt, revision, draft, choices, terms, state, counted, countedAt, countedTerms, digest,
// refusal, code }, where `terms` is the hash of what a ballot is about, and `counted` are the choices last counted, with
// `countedTerms`; for a rating also { marks, concerns, known }; for a dissent note { about };
// for a note-taker's note { note }; for agreement { agreement }, the recommendation's id
//
// state: "draft" (nothing sent yet) | "saved" | "counted" | "refused"; events also say "sending", or "waiting" if it
// is going to be sent in a moment

import { del, get, keys, set, update } from "idb-keyval";
import { currentSocket, isConnected } from "../live/connection.js";
import { PhoneStorage } from "./phone-storage.js";
import { fetchInTime } from "../live/fetch-with-timeout.js";
import { reloadUnlessLeaving } from "../live/leaving.js";
import { retryDelay } from "../live/retry-delay.js";
import { asShown } from "../live/shown-reader.js";
import { randomKey } from "./random-key.js";
import { tabMemory } from "./memory.js";

const SOCKET_TIMEOUT_MS = 4000;
const HTTP_TIMEOUT_MS = 8000;
const PADDED_BYTES = 4096; // a power of two; most answers are shorter, even with concerns
const FINAL_REFUSALS = new Set([
  "contest-closed",
  "survey-closed",
  "unknown-receipt",
  "bad-input",
  "not-allowed",
  "not-found", // such as a practice vote that is over
  "note-sorted",
  "changed-meanwhile",
  "drafting-closed",
]);

const BALLOTS = "/ballots"; // also sent by the socket
export const SURVEY = "survey"; // used in its entry instead of a contest's id

const memory = new Map(); // contest → its entry, as known in this tab
const otherTabs = globalThis.BroadcastChannel && new BroadcastChannel("ballots");
let storage = null;
let everybody = ""; // what the names of all entries of the workshop begin with
let scope = ""; // and those of this reader
let sender = "";
let csrf = "";
let base = "";
let opened;
const open = new Promise((resolve) => (opened = resolve)); // ballots are on the page before it is open
const sending = new Set();
const unhurried = new Map(); // contest → its revision that may wait for the timer
const unstored = new Set(); // drafts and submissions of this tab that storage may not have yet
let changing = 0; // changes by this tab in progress

export async function openOutbox({ workshop, voter, csrfToken }) {
  everybody = `${workshop}:`;
  scope = `${everybody}${voter}:`;
  sender = voter;
  csrf = csrfToken;
  base = `/w/${workshop}`;
  storage = new PhoneStorage("ballots", "outbox");
  for (const name of ["connection", "visibilitychange"]) {
    document.addEventListener(name, flushSoon);
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? hurry() : catchUp()));
  for (const name of ["online", "pageshow"]) addEventListener(name, flushSoon);
  otherTabs?.addEventListener("message", ({ data }) => memory.has(data) && catchUp([data]));
  addEventListener("beforeunload", warnOfLoss);
  addEventListener("pagehide", rememberUnstored);
  addEventListener("pagehide", sendWhileLeaving);
  setInterval(flush, retryDelay());
  recallEntries();
  await repeatUnstored();
  opened();
}

// Storage is asynchronous: a page that is left at once would lose the last press.
function rememberUnstored() {
  tabMemory.set(`outbox:${scope}`, JSON.stringify([...unstored]));
  tabMemory.set(`outbox-entries:${scope}`, JSON.stringify(storage.works ? [] : [...memory]));
}

function recallEntries() {
  for (const [contest, entry] of JSON.parse(tabMemory.get(`outbox-entries:${scope}`) || "[]")) memory.set(contest, entry);
}

async function repeatUnstored() {
  const name = `outbox:${scope}`;
  const rescued = JSON.parse(tabMemory.get(name) || "[]");
  for (const one of rescued) unstored.add(one);
  tabMemory.set(name, "");
  await Promise.all(rescued.map(store));
}

export async function read(contest) {
  await open;
  const entry = await stored(contest);
  if (!entry) return change(contest, (blank) => blank);
  memory.set(contest, entry);
  return entry;
}

async function stored(contest) {
  return storage.try(get, scope + contest);
}

// Return an entry, if there is one.
export async function lookUp(contest) {
  await open;
  return (await stored(contest)) ?? memory.get(contest);
}

export async function keepDraft(contest, draft) {
  tell(await keep({ contest, draft }));
}

// Store a submission, and begin to send it. `more` is additional data of this kind of ballot, such as the reasons for
// its concerns.
export async function submit(contest, choices, more = {}) {
  const entry = await keep({ contest, choices, more });
  tell(entry, isConnected() ? "sending" : "saved"); // announced, and soon counted if there is a connection
  deliver(contest);
}

// Store a submission that may change at the next key press. It is sent at the next flush, also if the page no
// longer shows it.
export async function submitSoon(contest, choices, more) {
  const entry = await keep({ contest, choices, more });
  if (document.hidden) return deliver(contest);
  unhurried.set(contest, entry.revision);
  tellWaiting(entry);
}

async function keep(input) {
  unstored.add(input);
  await open;
  return store(input);
}

async function store(input) {
  const entry = await change(input.contest, changedBy(input));
  unstored.delete(input);
  return entry;
}

function changedBy({ draft, choices, more }) {
  if (!choices) return (entry) => ({ ...entry, draft });
  const { after = 0, ...kind } = more; // the revision to be changed, for entries not sent from here
  const sent = { ...kind, choices, draft: null, state: "saved", refusal: "" };
  return (entry) => ({ ...entry, ...sent, revision: Math.max(entry.revision, after) + 1 });
}

// Return the entries whose names begin like this, from any tab.
export async function kept(beginning) {
  await open;
  const stored = (await storage.try(keys)) ?? [];
  const mine = stored.filter((name) => name.startsWith(scope)).map((name) => name.slice(scope.length));
  return [...new Set([...mine, ...memory.keys()])].filter((name) => name.startsWith(beginning));
}

// Return what this phone keeps for other readers of the workshop, as [name in storage, entry].
export async function keptForOthers(readers) {
  await open;
  const stored = (await storage.try(keys)) ?? [];
  const others = stored.filter((name) => name.startsWith(everybody + readers) && !name.startsWith(scope));
  return Promise.all(others.map(async (name) => [name, await storage.try(get, name)]));
}

export async function forgetOfOthers(name) {
  await storage.try(del, name);
}

// Return the entries that have not been sent.
export async function unsent() {
  const entries = await Promise.all((await kept("")).map(lookUp));
  return entries.filter((entry) => entry?.state === "saved");
}

// Delete ballots and receipts from the phone once the report is published, because anybody with the phone could
// read them, also those of other participants who voted on it. The own unsent entries are kept, which also contain
// receipts, and so are everybody's answers to an open survey, which can be changed. Of a closed one, the texts that
// were not sent are kept, in answers to `textQuestions`.
export async function forgetBallots({ surveyIsOpen, textQuestions }) {
  const canChange = (entry) => surveyIsOpen && entry?.contest === SURVEY;
  const onlyTexts = (entry) => {
    const texts = entry?.contest === SURVEY ? unsentTexts(entry, textQuestions) : {};
    return Object.keys(texts).length ? { ...blank(SURVEY), draft: texts } : null;
  };
  for (const name of await kept("")) {
    const entry = await stored(name);
    if (entry?.state === "saved" || canChange(entry)) continue;
    const left = onlyTexts(entry);
    await (left ? change(name, () => left) : forget(name));
  }
  for (const [name, entry] of await keptForOthers("")) {
    if (!isParticipants(name) || canChange(entry)) continue;
    const left = onlyTexts(entry);
    await (left ? storage.try(set, name, left) : forgetOfOthers(name));
  }
}

// Return the texts that were not sent, or came too late, by question.
export function unsentTexts(entry, textQuestions) {
  const answers = entry.draft ?? (entry.state === "refused" ? entry.choices : {});
  const counted = countedChoices(entry) ?? {};
  const isUnsent = (question) => answers[question]?.trim?.() && answers[question] !== counted[question];
  return Object.fromEntries(textQuestions.filter(isUnsent).map((question) => [question, answers[question]]));
}

// Note-takers may use the same device.
function isParticipants(name) {
  return /^\d/.test(name.slice(everybody.length));
}

// Delete an entry that has arrived and is not needed for verification.
export async function forget(name) {
  memory.delete(name);
  await storage.try(del, scope + name);
}

// Return the choices that the server last acknowledged. Entries of version 1.0 lack them after a refused change.
export function countedChoices({ counted, state, choices }) {
  return counted ?? (state === "counted" ? choices : undefined);
}

// Whether it arrived after the close.
export function cameLate({ state, code }) {
  return state === "refused" && ["contest-closed", "survey-closed"].includes(code);
}

export async function flush() {
  if (document.hidden) return;
  await readWaiting();
  await catchUp();
  await deliverWaiting();
}

// The phone may sleep at any moment.
function hurry() {
  unhurried.clear();
  deliverWaiting();
}

function deliverWaiting() {
  return Promise.all(waiting().map((entry) => deliver(entry.contest)));
}

function waiting() {
  return [...memory.values()].filter((entry) => entry.state === "saved");
}

// The next page sends it again if the answer was lost.
function sendWhileLeaving() {
  for (const entry of waiting()) postTo(...messageOf(entry), { keepalive: true });
}

// Also send entries that the page no longer shows, or that a closed tab has left.
async function readWaiting() {
  for (const entry of await unsent()) {
    if (!memory.has(entry.contest)) memory.set(entry.contest, entry);
  }
}

// Show what other tabs have saved or sent.
async function catchUp(contests = [...memory.keys()]) {
  for (const contest of contests) {
    const entry = await stored(contest);
    if (!entry || changing || unstored.size) continue; // this tab is saving a newer state
    if (JSON.stringify(entry) === JSON.stringify(memory.get(contest))) continue;
    memory.set(contest, entry);
    tell({ ...entry, elsewhere: true });
  }
}

// Describe where an entry is that is not counted yet.
export function savedWords({ textSaved }) {
  return storage.works ? textSaved : document.body.dataset.unkept;
}

// If nothing can be stored, leaving the page would lose unsent entries.
function warnOfLoss(event) {
  const isUnsent = ({ state, draft }) => state === "saved" || (draft !== null && Object.keys(draft).length > 0);
  if (!storage.works && [...memory.values()].some(isUnsent)) event.preventDefault();
}

function flushSoon() {
  setTimeout(flush, Math.random() * 1000);
}

// An entry counts as being sent until its response is saved, so that it is not sent twice in parallel.
async function deliver(contest) {
  if (sending.has(contest)) return;
  sending.add(contest);
  const [sent, answered] = await send(contest).finally(() => sending.delete(contest));
  const entry = memory.get(contest) ?? answered; // it may have changed
  if (entry.revision === sent.revision) tell(entry); // if it was not delivered, it stays saved, and the timer retries
  else if (entry.revision === unhurried.get(contest)) tellWaiting(entry);
  else deliver(contest);
}

async function send(contest) {
  const sent = await read(contest);
  tell(sent, "sending");
  const news = newsOf(sent, await post(sent));
  const entry = await change(contest, (entry) => (entry.revision === sent.revision ? { ...entry, ...news } : entry));
  return [sent, entry];
}

// Return the changes to an entry by the response to it.
function newsOf(sent, answer) {
  if (answer?.ok) {
    const { counted_at: countedAt, digest } = answer;
    const { choices: counted, terms: countedTerms, concerns: known } = sent;
    return { state: "counted", counted, countedAt, countedTerms, digest, known };
  }
  const { code, message, revision } = answer?.error ?? {};
  if (code === "other-reader") reloadUnlessLeaving(); // it waits on this phone for its own voter
  if (code === "stale-ballot") return { revision: (revision ?? sent.revision) + 1 }; // an older server does not name it
  return FINAL_REFUSALS.has(code) ? { state: "refused", refusal: message, code } : {};
}

async function post(entry) {
  const [path, payload] = messageOf(entry);
  const socket = currentSocket();
  if (path === BALLOTS && socket?.connected) {
    try {
      return await socket.timeout(SOCKET_TIMEOUT_MS).emitWithAck("ballot", payload);
    } catch {
      // The socket is slow or dead: send the same ballot by HTTP.
    }
  }
  return postTo(path, payload);
}

function messageOf({ contest, receipt, revision, choices, concerns, known, about, note, agreement }) {
  if (note) return ["/notes", { ...note, revision, ...choices }];
  if (about) return ["/dissent", { ...about, revision, text: choices.text }];
  if (agreement) return [`/drafts/${agreement}/mark`, choices];
  if (contest === SURVEY) return ["/survey", padded({ receipt, revision, answers: choices })];
  const reasons = concerns && { concerns, withdrawn: withdrawn(known, concerns) };
  return [BALLOTS, padded({ contest, receipt, revision, choices, ...reasons })];
}

// The concerns that the server has acknowledged and that were changed since.
function withdrawn(known = {}, concerns) {
  return Object.fromEntries(Object.entries(known).filter(([option, reason]) => concerns[option] !== reason));
}

// Make all answers equally long. Otherwise, even encrypted traffic would show who abstains or has concerns.
function padded(payload) {
  const { length } = new TextEncoder().encode(JSON.stringify({ ...payload, padding: "" }));
  return { ...payload, padding: " ".repeat(-length & (PADDED_BYTES - 1)) };
}

async function postTo(path, payload, options = {}) {
  try {
    const response = await fetchInTime(HTTP_TIMEOUT_MS, base + path, {
      ...options,
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf, ...asShown({ voter: sender }) },
      body: JSON.stringify(payload),
    });
    return await response.json();
  } catch {
    return null;
  }
}

// Change the entry shared by all tabs, atomically; the first access creates the receipt.
async function change(contest, changed) {
  changing++;
  let entry;
  const renew = (stored) => (entry = changed(stored ?? memory.get(contest) ?? blank(contest)));
  await storage.try(update, scope + contest, renew);
  if (!storage.works) renew();
  memory.set(contest, entry);
  changing--;
  otherTabs?.postMessage(contest);
  return entry;
}

function blank(contest) {
  return { contest, receipt: randomKey(), revision: 0, draft: null, state: "draft" };
}

function tell(entry, state = entry.state) {
  document.dispatchEvent(new CustomEvent("outbox-entry", { detail: { ...entry, state } }));
}

// It is not being sent yet.
function tellWaiting(entry) {
  tell(entry, isConnected() ? "waiting" : "saved");
}
