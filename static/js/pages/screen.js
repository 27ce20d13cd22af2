import "../live-page.js";
import "../count-down.js";
import "../connection-pill.js";
import "../turnout.js";
import "../full-screen.js";
import "../local-time.js";
import "../refresh-at.js";
import "../fit-screen.js";
