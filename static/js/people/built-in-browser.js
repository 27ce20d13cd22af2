// The browsers built into LINE, WeChat and other apps have their own cookies: a person who joins there and
// later in Chrome or Safari becomes two voters. LINE opens a link outside if its URL requests it; in other
// apps, the link is copied.

import { copyButton } from "../forms/copy-button.js";

const LINE = /\bLine\//;
const OTHERS = /MicroMessenger|FBAN|FBAV|Instagram|WhatsApp|Zalo|KAKAOTALK|; wv\)/;

const notice = document.getElementById("built-in-browser");
const isLine = LINE.test(navigator.userAgent);

if (notice && (isLine || OTHERS.test(navigator.userAgent))) {
  const link = notice.querySelector("a");
  const address = new URL(location.href);
  if (isLine) {
    address.searchParams.set("openExternalBrowser", "1");
    link.href = address;
    link.hidden = false;
  } else {
    notice.append(copyButton(address.href));
  }
  notice.hidden = false;
  document.getElementById("main")?.prepend(notice);
}
