import "../live/live-form.js";
import "../people/built-in-browser.js";
