// <live-page>: a page that follows the server. When a message says that something has changed, the page fetches
// itself and morphs the difference into the DOM. What readers have typed, opened, focused or scrolled is kept
// (elements are matched by id, so each <details> has one).

import { Idiomorph } from "idiomorph";
import { connect, isConnected } from "./connection.js";
import { keepTyped, loadAnew } from "../storage/typing-recovery.js";
import { goToUnlessLeaving, reloadUnlessLeaving } from "./leaving.js";
import { canInflate, inflate, makeOwn } from "./own-page.js";
import { holdPlace } from "./scroll-and-focus.js";
import { hearServerTime } from "../time/server-clock.js";
import { asShown, followReader } from "./shown-reader.js";
import { retryDelay } from "./retry-delay.js";
import { released, watchButtons } from "./steady-press.js";
import { fetchInTime } from "./fetch-with-timeout.js";
import { fieldsInUse, keyOf } from "../forms/typed-fields.js";

const SHORTEST_PAUSE_MS = 400;
const SPREAD_MS = 2000; // of the fetches of a page that the server cannot push
const FETCH_MS = 20000;
const LOOK_MS = 15000; // between fetches while no socket is connected
// Set by scripts, never by the server; and the version of the scripts, which a refresh does not change.
const SET_HERE = new Set(["data-build", "data-outdated", "data-ended", "data-paused", "data-held", "data-over", "data-sorting", "data-soon", "data-last", "aria-invalid", "aria-describedby"]);

const CLOCKS = "count-down, local-time, time-ago";

// Chromium 156 crashes if an open form is moved with moveBefore; without it, Idiomorph inserts instead.
delete Element.prototype.moveBefore;

class LivePage extends HTMLElement {
  #timer = null;
  #wanted = 0;
  #fetching = false;
  #again = false;

  connectedCallback() {
    hearServerTime(Number(this.dataset.now));
    this.addEventListener("click", ({ target }) => target.closest("[data-reload]") && loadAnew());
    if (!this.dataset.role) return;
    followReader(this.dataset);
    const socket = connect({ ...this.dataset, takesPages: canInflate && this.#isFollowed });
    setInterval(() => document.hidden || isConnected() || this.refresh(), retryDelay(LOOK_MS));
    socket.on("hello", (hello) => this.#greet(hello));
    socket.on("changed", ({ version, spread_ms }) => this.#want(version, spread_ms));
    socket.on("page", ({ version, page }) => this.#take(version, page));
    socket.on("connect_error", ({ message }) => message === "not-signed-in" && this.#end());
    socket.on("surplus", () => this.toggleAttribute("data-paused", true));
  }

  // The server only pushes pages for the participant's main URL.
  get #isFollowed() {
    return this.dataset.role === "participant" && location.pathname === `/w/${this.dataset.workshop}` && !location.search;
  }

  // Fetch the page if it cannot be decoded, or if the server cannot push it.
  async #take(version, page) {
    try {
      if (!page.byteLength) return this.#schedule(Math.random() * SPREAD_MS);
      if (version > Number(this.dataset.version)) await this.#show(await inflate(page));
    } catch {
      this.refresh();
    }
  }

  // On each connect, the page learns within one round trip what it has missed.
  #greet({ version, build }) {
    for (const name of ["data-ended", "data-outdated", "data-paused"]) this.toggleAttribute(name, false);
    if (build !== this.dataset.build) return this.#outdate();
    this.#want(version, 0);
  }

  // The scripts are outdated: reload the page, but not while somebody is working in it.
  #outdate() {
    if (!this.querySelector("[data-half-done]") && keepTyped()) return reloadUnlessLeaving();
    this.toggleAttribute("data-outdated", true);
  }

  // The login has ended: reload the page, but not while it has unsaved changes and a bar with a link to log in.
  #end() {
    const isUnsaved = !document.dispatchEvent(new CustomEvent("login-ended", { cancelable: true }));
    if (!isUnsaved || !this.querySelector(".ended-login")) return reloadUnlessLeaving();
    this.toggleAttribute("data-ended", true);
  }

  #want(version, spreadMs) {
    if (version <= Number(this.dataset.version)) return;
    this.#wanted = Math.max(this.#wanted, version);
    this.#schedule(Math.random() * spreadMs);
  }

  #schedule(ms) {
    if (this.#timer || this.#fetching) return;
    this.#timer = setTimeout(() => this.refresh(), ms);
  }

  // Only one fetch at a time, so that responses stay in order; later requests are handled by the next fetch.
  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#again = this.#fetching;
    if (this.#fetching) return;
    this.#fetching = true;
    let pause = SHORTEST_PAUSE_MS;
    try {
      await this.#fetch();
    } catch {
      this.#again = true;
      pause = retryDelay();
    }
    this.#fetching = false;
    if (this.#again || this.#wanted > Number(this.dataset.version)) this.#schedule(pause);
  }

  async #fetch() {
    const asked = this.#wanted;
    const response = await fetchInTime(FETCH_MS, location.href, { headers: { "X-Fragment": "1", ...asShown() } });
    if (response.status === 401) return this.#end();
    if (response.status === 409) return reloadUnlessLeaving(); // a badge has changed the participant
    if (response.redirected) return goToUnlessLeaving(response.url);
    if (!response.ok) throw new Error(response.statusText);
    this.toggleAttribute("data-ended", false);
    const shown = await this.#show(await response.text());
    // This response answers the versions requested before it; versions announced since need another fetch.
    if (this.#wanted === asked) this.#wanted = Math.min(asked, shown);
  }

  async #show(html) {
    await released();
    const shown = this.#morph(html);
    this.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
    return shown;
  }

  #morph(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("live-page");
    if (!fresh) throw new Error("not our page"); // but that of a Wi-Fi portal
    if (Number(fresh.dataset.version) < Number(this.dataset.version)) return Number(this.dataset.version);
    if (this.dataset.role === "participant") makeOwn(fresh, this.dataset);
    const before = this.dataset.place;
    const returnToPlace = holdPlace();
    const buttonsChanged = watchButtons();
    const callbacks = callbacksFor(fieldsInUse(this));
    Idiomorph.morph(this, fresh, { morphStyle: "outerHTML", restoreFocus: false, callbacks });
    returnToPlace();
    buttonsChanged();
    if (this.dataset.place !== before) this.#arriveAt();
    return Number(this.dataset.version);
  }

  // A new stage is a new page for the reader: scroll to the top, and announce it to screen readers.
  #arriveAt() {
    scrollTo(0, 0);
    const heading = this.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
}

function callbacksFor(inUse) {
  const sameForms = new WeakSet();
  const renewed = new WeakSet(); // parts whose key has changed
  return {
    // Keep what people are working in: a field until it is saved, a part until its key changes. (A select still
    // gets new options, unless it is open.)
    beforeNodeMorphed(old, fresh) {
      if (old.nodeType !== Node.ELEMENT_NODE || !old.dataset) return true;
      if (isSameForm(old, fresh)) sameForms.add(old);
      if (isSameField(inUse, old, fresh)) return Boolean(old.options) && old !== document.activeElement;
      if (old.dataset.keep !== fresh.dataset?.keep) renewed.add(old);
      return !(old.dataset.keep && old.dataset.keep === fresh.dataset?.keep);
    },
    afterNodeMorphed(old, fresh) {
      if (renewed.has(old)) old.renew?.();
      if (old.options && isSameField(inUse, old, fresh)) choose(old, inUse.get(old).value);
    },
    // Keep the response to a form, if it is certainly the same form, and a timer's text until its next tick, to
    // avoid flicker.
    beforeNodeRemoved(node) {
      if (node.matches?.("form[id] > .form-note, form[id] .field-problem")) return false;
      if (node.matches?.(".form-note")) return !sameForms.has(node.parentElement) || isDoneByButton(node);
      return !node.parentElement?.matches(CLOCKS);
    },
    // Keep the `open` attribute that the reader has changed, and the attributes and classes added by scripts, such as
    // the tabindex of a focused heading.
    beforeAttributeUpdated(name, node, change) {
      if (SET_HERE.has(name) || (name === "tabindex" && change === "remove")) return false;
      return !(name === "open" && node.matches?.("details, dialog"));
    },
  };
}

// The page itself shows what a single button has done.
function isDoneByButton(note) {
  return note.dataset.outcome !== "refused" && !note.parentElement.querySelector("input:not([type=hidden]), select, textarea");
}

// Forms of single buttons have no id.
function isSameForm(old, fresh) {
  return old.tagName === "FORM" && fresh.tagName === "FORM" && purpose(old) === purpose(fresh);
}

function purpose(form) {
  const hidden = [...form.querySelectorAll("[type=hidden]:not([name=csrf_token], [name=seen])")];
  const buttons = [...form.querySelectorAll("button")];
  const parts = [...hidden.map(({ name, value }) => `${name}=${value}`), ...buttons.map((one) => one.textContent.trim())];
  return [form.getAttribute("action"), ...parts].join("\n");
}

function isSameField(inUse, old, fresh) {
  return inUse.has(old) && inUse.get(old).key === keyOf(fresh);
}

function choose(select, value) {
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

customElements.define("live-page", LivePage);
