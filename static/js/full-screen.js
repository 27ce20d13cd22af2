// <full-screen data-of="id">: a button that shows one part of the page alone, for a projector.

class FullScreen extends HTMLElement {
  connectedCallback() {
    this.hidden = !document.fullscreenEnabled;
    this.addEventListener("click", this);
  }

  handleEvent() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.getElementById(this.dataset.of)?.requestFullscreen();
  }
}

customElements.define("full-screen", FullScreen);
