// <full-screen>: a button that shows the page in full screen or, with data-of="id", one part of it.

class FullScreen extends HTMLElement {
  connectedCallback() {
    this.hidden = !document.fullscreenEnabled;
    this.addEventListener("click", this);
  }

  handleEvent() {
    if (document.fullscreenElement) document.exitFullscreen();
    else (document.getElementById(this.dataset.of) ?? document.documentElement).requestFullscreen();
  }
}

customElements.define("full-screen", FullScreen);
