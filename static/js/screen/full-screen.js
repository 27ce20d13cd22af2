// <full-screen>: a button that lets the page fill the screen, or with data-of="id" one part of it alone.

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
