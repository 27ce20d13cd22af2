import "../live/live-form.js";
import "../people/built-in-browser.js";
import "../people/join-when-online.js";
