// <connection-pill>: shows in words whether this page is connected to the server.

import { announce } from "./announcer.js";
import { isConnected } from "./connection.js";

const GRACE_MS = 1500;

class ConnectionPill extends HTMLElement {
  #timer = null;
  #listen = () => this.#change();

  connectedCallback() {
    document.addEventListener("connection", this.#listen);
    this.#change();
  }

  disconnectedCallback() {
    document.removeEventListener("connection", this.#listen);
    clearTimeout(this.#timer);
  }

  // Ignore short interruptions of the Wi-Fi, and the stylesheet hides the pill of a paused page.
  #change() {
    clearTimeout(this.#timer);
    if (isConnected()) return this.#show("online");
    this.#timer = setTimeout(() => this.closest("[data-paused]") || this.#show("offline"), GRACE_MS);
  }

  #show(state) {
    if (this.dataset.state && this.dataset.state !== state) announce(this.dataset[state]);
    this.dataset.state = state;
    this.querySelector("span").textContent = this.dataset[state];
  }
}

customElements.define("connection-pill", ConnectionPill);
