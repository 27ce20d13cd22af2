// A shared document on this page: its local copy, the server's copy, and the messages between them.
//
// Fires "state" whenever `state` may have changed: "connecting" (not editable yet) | "saved" | "saving" |
// "offline" | "refused" (see `refusal`)
//
// Fires "rewritten" when the local copy has been replaced by another document: then open a new session, which gets
// the `texts` of this one.

import * as Y from "yjs";
import { clientWith, markOf } from "./clients.js";
import { difference, transferred } from "./difference.js";
import { retryDelay } from "../live/retry-delay.js";

// The first key after a pause is sent at once. Sending more often would exceed the server's rate limit.
const SEND_EVERY_MS = 60;
const ACK_MS = 5000;
const PATIENCE_MS = 3000; // how long to wait for the server before opening the local copy
const REWRITE_EVERY_MS = 10_000; // sooner would not help either
const FOLLOW_MS = 10_000; // the page usually learns the document's new name sooner
const NOTHING = new Uint8Array(1); // the state vector of an empty document
const STORE = "store";
const SERVER = "server";
// These persist until the text or the stage changes; after any other refusal, retry.
const STANDING = new Set(["text-too-long", "drafting-closed", "draft-refused", "other-document"]);
const rewritten = new Map(); // document name → when this page last rewrote it

export class DraftSession extends EventTarget {
  document = new Y.Doc();
  #server = new Y.Doc(); // what the server certainly has, once this has joined
  ready = false;
  refusal = null;
  isLeft = false;
  hasJoined = false;
  answered = Promise.resolve(); // by the server, to the last update
  #name;
  #socket;
  #store;
  #otherSince = null; // when the server first answered that the document has another name
  #unsent = []; // updates that the server has not acknowledged
  #keeping = 0; // how many of them are still being stored on this phone
  #sending = false;
  #joins = 0; // number of join requests: answers to older ones are ignored
  #joined = false;
  #isClosed = false;
  #timer = null;
  #next = 0; // when the next update may be sent, as in performance.now()
  #listeners = {
    connect: () => this.#join(),
    disconnect: () => this.#part(),
    draft: (message) => this.#hear(message),
  };

  constructor({ name, socket, store }) {
    super();
    this.#name = name;
    this.#socket = socket;
    this.#store = store;
  }

  async open() {
    const kept = await this.#store.load(Y.mergeUpdates);
    for (const update of kept) Y.applyUpdate(this.document, update, STORE);
    this.document.on("update", (update, origin) => this.#changed(update, origin));
    for (const [name, listener] of Object.entries(this.#listeners)) this.#socket.on(name, listener);
    if (this.#socket.connected) this.#join();
    if (kept.length) setTimeout(() => this.#becomeReady(), PATIENCE_MS);
  }

  // Stop sending and storing. The text can still be edited until another session takes over its `texts`.
  leave() {
    this.isLeft = true;
    this.refusal = null;
    for (const [name, listener] of Object.entries(this.#listeners)) this.#socket.off(name, listener);
    this.#part();
  }

  close() {
    this.#isClosed = true;
    this.leave();
    this.document.destroy();
    this.#server.destroy();
  }

  // Write what the document that this one replaces had: see `texts`. The new one begins without spaces around a text.
  carry(texts) {
    for (const { field, text: mine, known } of texts) {
      const text = this.document.getText(field);
      const theirs = text.toString();
      const before = theirs === theirs.trim() ? known.trim() : known;
      const change = difference(before, mine);
      if (change) edit(text, transferred(change, before, theirs));
    }
  }

  // Return { field, text, known } for each text, where `known` is the server's text.
  texts() {
    if (!this.hasJoined) return [];
    return [...this.document.share.keys()].map((field) => {
      const [known, text] = [this.#server, this.document].map((one) => one.getText(field).toString());
      return { field, text, known };
    });
  }

  // Return those of `texts` that the server does not have.
  unsentChanges() {
    return this.texts().filter(({ text, known }) => text !== known);
  }

  get state() {
    if (this.refusal) return "refused";
    if (!this.ready) return "connecting";
    if (this.isLeft) return this.#socket.connected ? "saving" : "offline";
    if (!this.#joined) return this.#keeping ? "saving" : "offline";
    return this.#isBehind ? "saving" : "saved";
  }

  get #isBehind() {
    return this.#unsent.length > 0 || this.#sending;
  }

  // Retry after a change that may make a refused text acceptable. Until this has joined, the next join sends it.
  retry() {
    if (this.#joined && (this.#isBehind || this.refusal)) this.#schedule(0);
  }

  async #join() {
    const join = ++this.#joins;
    this.#sending = false;
    const answer = await this.#ask("draft.join", { vector: Y.encodeStateVector(this.#server) });
    if (join !== this.#joins) return;
    if (answer.error) return this.#settle(answer.error, () => this.#join());
    this.#take(answer.update);
    if (markOf(this.document.clientID) !== answer.mark) this.document.clientID = clientWith(answer.mark);
    // This contains everything that the server lacks, including unsent changes of earlier visits.
    this.#unsent = [Y.encodeStateAsUpdate(this.document, new Uint8Array(answer.vector))];
    this.#joined = this.hasJoined = true;
    this.#becomeReady();
    this.#flush();
  }

  #part() {
    clearTimeout(this.#timer);
    this.#joins++;
    this.#joined = this.#sending = false;
    this.#tell();
  }

  #becomeReady() {
    if (this.ready || this.#isClosed) return;
    this.ready = true;
    this.dispatchEvent(new Event("ready"));
    this.#tell();
  }

  #hear({ kind, document: name, data }) {
    if (name !== this.#name) return;
    if (kind === "update") this.#take(data);
    else this.dispatchEvent(new CustomEvent("presence", { detail: new Uint8Array(data) }));
  }

  #take(data) {
    const update = new Uint8Array(data);
    Y.applyUpdate(this.#server, update);
    Y.applyUpdate(this.document, update, SERVER);
  }

  #changed(update, origin) {
    if (origin === STORE || this.isLeft) return;
    this.#keep(update);
    if (origin === SERVER) return;
    this.#unsent.push(update);
    this.#sendSoon();
    this.#tell();
  }

  async #keep(update) {
    this.#keeping++;
    await this.#store.append(update);
    this.#keeping--;
    this.#tell();
  }

  #schedule(ms, work = () => this.#flush()) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, ms);
  }

  // Send as soon as allowed, combining key presses; a pending answer comes first.
  #sendSoon() {
    if (this.#joined && !this.#sending) this.#schedule(Math.max(0, this.#next - performance.now()));
  }

  async #flush() {
    if (this.#sending || !this.#joined || !this.#unsent.length) return;
    const join = this.#joins;
    const data = Y.mergeUpdates(this.#unsent.splice(0));
    this.#sending = true;
    this.#next = performance.now() + SEND_EVERY_MS;
    this.#tell();
    this.answered = this.#ask("draft.update", { data });
    const answer = await this.answered;
    if (answer.ok) Y.applyUpdate(this.#server, data);
    else this.#unsent.unshift(data);
    if (join !== this.#joins) return; // a newer join sends all missing changes
    this.#sending = false;
    this.#settle(answer.error, () => this.#flush());
    if (answer.ok && this.#unsent.length) this.#sendSoon();
  }

  #settle(error, again) {
    const rewrites = error?.code === "draft-rewrite" && this.#mayRewrite();
    const stands = STANDING.has(error?.code) || (error?.code === "draft-rewrite" && !rewrites);
    this.refusal = stands && !this.#mayFollow(error) ? error : null;
    if (rewrites) this.#rewrite();
    else if (error?.code === "draft-gap") this.#join();
    else if (error && !this.refusal) this.#tryLater(again);
    this.#tell();
  }

  // The server has replaced the document, and the page will open the new one.
  #mayFollow(error) {
    if (error.code !== "other-document") return false;
    this.#otherSince ??= performance.now();
    return performance.now() - this.#otherSince < FOLLOW_MS;
  }

  #mayRewrite() {
    const last = rewritten.get(this.#name) ?? -Infinity;
    return performance.now() - last > REWRITE_EVERY_MS;
  }

  // The text that the server lacks has client ids of others (from an older version of the page, or before the
  // person joined again), or has too many pieces. So write it again on a fresh copy of the server's document,
  // as few changes with an own client id.
  async #rewrite() {
    const join = ++this.#joins;
    const answer = await this.#ask("draft.join", { vector: NOTHING });
    if (join !== this.#joins) return;
    if (answer.error) return this.#settle(answer.error, () => this.#join());
    rewritten.set(this.#name, performance.now());
    this.#take(answer.update);
    this.leave();
    const written = this.#writtenOn(new Uint8Array(answer.update), answer.mark);
    await this.#store.replace(Y.encodeStateAsUpdate(written));
    if (this.#store.works) this.#server = written; // the next session finds it there
    if (!this.#isClosed) this.dispatchEvent(new Event("rewritten"));
  }

  // Return a copy of the server's document, with this page's texts written as changes.
  #writtenOn(update, mark) {
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, update);
    fresh.clientID = clientWith(mark);
    for (const name of this.document.share.keys()) {
      const text = fresh.getText(name);
      const change = difference(text.toString(), this.document.getText(name).toString());
      if (change) edit(text, change);
    }
    return fresh;
  }

  #tryLater(again) {
    const pause = retryDelay();
    this.#next = performance.now() + pause;
    this.#schedule(pause, again);
  }

  // Return the ack, or an error of the same form after a timeout.
  async #ask(event, payload) {
    try {
      const asked = { document: this.#name, ...payload };
      return await this.#socket.timeout(ACK_MS).emitWithAck(event, asked);
    } catch {
      return { error: { code: "no-answer" } };
    }
  }

  #tell() {
    if (!this.#isClosed) this.dispatchEvent(new Event("state"));
  }
}

function edit(text, { at, remove, insert }) {
  text.doc.transact(() => {
    text.delete(at, remove);
    text.insert(at, insert);
  });
}
