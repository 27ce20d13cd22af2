// The token is in the URL's fragment, which appears in no server or proxy log: post it. This tab
// keeps it, because choosing a language on the join form loads this page again.

import { tabMemory } from "../storage/memory.js";

const form = document.querySelector("main form");
if (location.hash) tabMemory.set("badge", location.hash.slice(1));
form.elements.token.value = tabMemory.get("badge") ?? "";
history.replaceState(null, "", location.pathname);
form.querySelector("button").hidden = false;
if (form.elements.token.value) form.submit();
