// Buttons with a keyboard shortcut: <button data-keys="next">.

import { onKey } from "./keys.js";

onKey((meaning) => {
  const button = document.querySelector(`button[data-keys="${meaning}"]:not(:disabled)`);
  button?.click();
  return Boolean(button);
});
