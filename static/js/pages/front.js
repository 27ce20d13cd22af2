import "../live-form.js";
import "../built-in-browser.js";
