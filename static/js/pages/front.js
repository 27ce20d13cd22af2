import "../live-form.js";
