// The outbox of a phone: ballots, survey answers, notes and dissent notes. Each entry is saved on the phone first, with
// a receipt made here, and sent until the server acknowledges it. The receipt finds a ballot again, so a repeated one
// counts once; a dissent note carries the receipt of its writer's ballot. All tabs of a browser share the entries:
// one receipt and one row of revisions for each contest, and drafts. A change is dispatched as "outbox-entry".
//
// An entry: { contest, receipt, revision, draft, choices, state, countedAt, digest, refusal, code }, and of
// a rating { marks, concerns }; of a dissent note { about }; of a note-taker's note { note }
// state: "draft" (nothing sent yet) | "saved" | "counted" | "refused"

import { del, get, keys, update } from "idb-keyval";
import { currentSocket, isConnected } from "../live/connection.js";
import { PhoneStorage } from "./phone-storage.js";
import { fetchInTime } from "../live/fetch-with-timeout.js";

const SOCKET_TIMEOUT_MS = 4000;
const HTTP_TIMEOUT_MS = 8000;
const RETRY_MS = 3000;
const FINAL_REFUSALS = new Set(["contest-closed", "survey-closed", "unknown-receipt", "bad-input", "not-allowed", "note-sorted"]);

export const SURVEY = "survey"; // what its entry has in the place of a contest's id

const memory = new Map(); // contest → its entry, as this tab knows it
const otherTabs = globalThis.BroadcastChannel && new BroadcastChannel("ballots");
let storage = null;
let scope = "";
let csrf = "";
let base = "";
let opened;
const open = new Promise((resolve) => (opened = resolve)); // ballots stand on the page before it is
const sending = new Set();
let changing = 0; // changes of this tab that are under way

export function openOutbox({ workshop, voter, csrfToken }) {
  scope = `${workshop}:${voter}:`;
  csrf = csrfToken;
  base = `/w/${workshop}`;
  storage = new PhoneStorage("ballots", "outbox");
  for (const name of ["connection", "visibilitychange"]) {
    document.addEventListener(name, flushSoon);
  }
  document.addEventListener("visibilitychange", () => catchUp());
  for (const name of ["online", "pageshow"]) addEventListener(name, flushSoon);
  otherTabs?.addEventListener("message", ({ data }) => memory.has(data) && catchUp([data]));
  addEventListener("beforeunload", warnOfLoss);
  setInterval(flush, RETRY_MS);
  opened();
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

export async function keepDraft(contest, draft) {
  tell(await change(contest, (entry) => ({ ...entry, draft })));
}

// `more` is what a kind of ballot keeps beside its choices, such as the reasons for its concerns.
export async function submit(contest, choices, more = {}) {
  const { after = 0, ...kind } = more; // the revision that is changed, of what was not sent from here
  const sent = { ...kind, choices, draft: null, state: "saved", refusal: "" };
  const next = ({ revision }) => Math.max(revision, after) + 1;
  const entry = await change(contest, (entry) => ({ ...entry, ...sent, revision: next(entry) }));
  tell(entry, isConnected() ? "sending" : "saved"); // read out, and soon counted if there is a connection
  await deliver(contest);
}

// What is kept under names that begin so, whoever has read it.
export async function kept(beginning) {
  await open;
  const stored = (await storage.try(keys)) ?? [];
  const mine = stored.filter((name) => name.startsWith(scope)).map((name) => name.slice(scope.length));
  return [...new Set([...mine, ...memory.keys()])].filter((name) => name.startsWith(beginning));
}

// Ballots and receipts leave the phone once the report is out: whoever takes the phone could read them. What is
// not sent yet stays, and so do answers to a survey that is open and can be changed.
export async function forgetBallots({ surveyIsOpen }) {
  for (const name of await kept("")) {
    const entry = await stored(name);
    const isWanted = entry?.state === "saved" || (surveyIsOpen && name === SURVEY);
    if (!isWanted) await forget(name);
  }
}

// What has arrived, and is nobody's to check.
export async function forget(name) {
  memory.delete(name);
  await storage.try(del, scope + name);
}

export async function flush() {
  if (document.hidden) return;
  await catchUp();
  const waiting = [...memory.values()].filter((entry) => entry.state === "saved");
  await Promise.all(waiting.map((entry) => deliver(entry.contest)));
}

// What another tab has kept or sent meanwhile is shown here too.
async function catchUp(contests = [...memory.keys()]) {
  for (const contest of contests) {
    const entry = await stored(contest);
    if (!entry || changing) continue; // what this tab keeps just now is newer
    if (JSON.stringify(entry) === JSON.stringify(memory.get(contest))) continue;
    memory.set(contest, entry);
    tell({ ...entry, elsewhere: true });
  }
}

// Where an entry that is not counted yet is.
export function savedWords({ textSaved }) {
  return storage.works ? textSaved : document.body.dataset.unkept;
}

// Where nothing is stored, leaving the page loses what was not sent.
function warnOfLoss(event) {
  const isUnsent = ({ state, draft }) => state === "saved" || (draft !== null && Object.keys(draft).length > 0);
  if (!storage.works && [...memory.values()].some(isUnsent)) event.preventDefault();
}

function flushSoon() {
  setTimeout(flush, Math.random() * 1000);
}

// An entry counts as being sent until its answer is kept: nothing may send it once more in between.
async function deliver(contest) {
  if (sending.has(contest)) return;
  sending.add(contest);
  const [sent, answered] = await send(contest).finally(() => sending.delete(contest));
  const entry = memory.get(contest) ?? answered; // perhaps changed since
  if (entry.revision !== sent.revision) return deliver(contest);
  tell(entry); // one that was not delivered stays saved, and the timer tries again
}

async function send(contest) {
  const sent = await read(contest);
  tell(sent, "sending");
  const news = newsOf(sent, await post(sent));
  const entry = await change(contest, (entry) => (entry.revision === sent.revision ? { ...entry, ...news } : entry));
  return [sent, entry];
}

// What an answer changes in the entry that it answers.
function newsOf(sent, answer) {
  if (answer?.ok) return { state: "counted", countedAt: answer.counted_at, digest: answer.digest };
  const { code, message } = answer?.error ?? {};
  if (code === "stale-ballot") return { revision: sent.revision + 1 };
  return FINAL_REFUSALS.has(code) ? { state: "refused", refusal: message, code } : {};
}

async function post({ contest, receipt, revision, choices, concerns, about, note }) {
  if (note) return postTo(`${base}/notes`, { ...note, revision, ...choices });
  if (about) return postTo(`${base}/dissent`, { ...about, revision, text: choices.text });
  if (contest === SURVEY) return postTo(`${base}/survey`, { receipt, revision, answers: choices });
  const payload = { contest, receipt, revision, choices, ...(concerns && { concerns }) };
  const socket = currentSocket();
  if (socket?.connected) {
    try {
      return await socket.timeout(SOCKET_TIMEOUT_MS).emitWithAck("ballot", payload);
    } catch {
      // The socket is slow or dead: the same ballot goes by HTTP.
    }
  }
  return postTo(`${base}/ballots`, payload);
}

async function postTo(address, payload) {
  try {
    const response = await fetchInTime(HTTP_TIMEOUT_MS, address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(payload),
    });
    return await response.json();
  } catch {
    return null;
  }
}

// Makes another entry of the one that all tabs share, in one step; the first to look makes the receipt.
async function change(contest, changed) {
  changing++;
  await open;
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
  return { contest, receipt: newReceipt(), revision: 0, draft: null, state: "draft" };
}

function tell(entry, state = entry.state) {
  document.dispatchEvent(new CustomEvent("outbox-entry", { detail: { ...entry, state } }));
}

function newReceipt() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
