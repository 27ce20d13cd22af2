// Ballots on their way: each is saved on this phone first, with a receipt made here, and sent until
// the server says that it is counted. The receipt is what finds the ballot again; sending the same
// one twice can never count twice. Answers to the survey travel in the same way, and dissent notes with
// the receipt of their writer's ballot.
//
// An entry: { contest, receipt, revision, draft, choices, state, countedAt, digest, refusal }, and of
// a rating { marks, concerns }; of a dissent note { about }
// state: "draft" (nothing sent yet) | "saved" | "counted" | "refused"

import { createStore, get, set, values } from "idb-keyval";
import { currentSocket } from "./connection.js";

const SOCKET_TIMEOUT_MS = 4000;
const HTTP_TIMEOUT_MS = 8000;
const RETRY_MS = 3000;
const FINAL_REFUSALS = new Set(["contest-closed", "survey-closed", "unknown-receipt", "bad-input", "not-allowed"]);

export const SURVEY = "survey"; // what its entry has in the place of a contest's id

const memory = new Map();
let store = null;
let scope = "";
let csrf = "";
let base = "";
let opened;
const open = new Promise((resolve) => (opened = resolve)); // ballots stand on the page before it is
const sending = new Set();

export function openOutbox({ workshop, voter, csrfToken }) {
  scope = `${workshop}:${voter}:`;
  csrf = csrfToken;
  base = `/w/${workshop}`;
  try {
    store = createStore("ballots", "outbox");
  } catch {
    store = null; // a captive portal's browser: the ballot lives as long as the page
  }
  for (const name of ["connection", "visibilitychange"]) {
    document.addEventListener(name, flushSoon);
  }
  for (const name of ["online", "pageshow"]) addEventListener(name, flushSoon);
  setInterval(flush, RETRY_MS);
  opened();
}

export async function read(contest) {
  await open;
  const key = scope + contest;
  if (memory.has(key)) return memory.get(key);
  const stored = store && (await get(key, store).catch(() => undefined));
  const entry = stored ?? { contest, receipt: newReceipt(), revision: 0, draft: null, state: "draft" };
  if (!memory.has(key)) memory.set(key, entry);
  return memory.get(key);
}

export async function keepDraft(contest, draft) {
  const entry = await read(contest);
  await write({ ...entry, draft });
}

// `more` is what a kind of ballot keeps beside its choices, such as the reasons for its concerns.
export async function submit(contest, choices, more = {}) {
  const entry = await read(contest);
  await write({ ...entry, ...more, choices, draft: null, revision: entry.revision + 1, state: "saved", refusal: "" });
  await deliver(contest);
}

export async function flush() {
  if (document.hidden) return;
  const stored = store ? await values(store).catch(() => []) : [];
  const entries = [...stored, ...memory.values()];
  const waiting = entries.filter((entry) => entry.state === "saved" && memory.has(scope + entry.contest));
  await Promise.all([...new Set(waiting.map((entry) => entry.contest))].map(deliver));
}

function flushSoon() {
  setTimeout(flush, Math.random() * 1000);
}

async function deliver(contest) {
  if (sending.has(contest)) return;
  sending.add(contest);
  const entry = await read(contest);
  tell(entry, "sending");
  const answer = await post(entry);
  sending.delete(contest);
  await settle(entry, answer);
}

async function settle(sent, answer) {
  const entry = await read(sent.contest);
  if (entry.revision !== sent.revision) return deliver(sent.contest);
  if (answer?.ok) {
    return write({ ...entry, state: "counted", countedAt: answer.counted_at, digest: answer.digest });
  }
  const { code, message } = answer?.error ?? {};
  if (code === "stale-ballot") {
    await write({ ...entry, revision: entry.revision + 1 });
    return deliver(sent.contest);
  }
  if (FINAL_REFUSALS.has(code)) return write({ ...entry, state: "refused", refusal: message });
  tell(entry); // not delivered: it stays saved, and the timer tries again
}

async function post({ contest, receipt, revision, choices, concerns, about }) {
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
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout?.(HTTP_TIMEOUT_MS),
    });
    return await response.json();
  } catch {
    return null;
  }
}

async function write(entry) {
  memory.set(scope + entry.contest, entry);
  if (store) await set(scope + entry.contest, entry, store).catch(() => (store = null));
  tell(entry);
}

function tell(entry, state = entry.state) {
  document.dispatchEvent(new CustomEvent("ballot", { detail: { ...entry, state } }));
}

function newReceipt() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
