import "../live-page.js";
import "../live-form.js";
import "../count-down.js";
import "../connection-pill.js";
import "../drafting/shared-draft.js";
import "../turnout.js";
import "../press-keys.js";
import "../full-screen.js";
