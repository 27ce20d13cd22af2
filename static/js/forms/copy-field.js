// <copy-field>: a link in a field, with a button that copies it.

import { copyButton } from "./copy-button.js";

class CopyField extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.remove();
    this.append(copyButton(this.querySelector("input").value));
  }

  // The link was replaced.
  renew() {
    this.connectedCallback();
  }
}

customElements.define("copy-field", CopyField);
