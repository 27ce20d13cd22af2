"""The oldest supported browser (README.md), emulated in the tests' browser.

It lacks newer features: functions are deleted before the page's scripts run, and the rules and
values of stylesheets that an older browser would skip are removed.
"""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Route

DIST = Path(__file__).resolve().parents[1] / "static" / "dist"
WITHOUT = """
  const drop = (from, ...names) => names.forEach((name) => delete from[name]);
  for (const list of [Array, String, Uint8Array.__proto__]) drop(list.prototype, "at");
  drop(String.prototype, "replaceAll");
  drop(Array.prototype, "findLast", "findLastIndex", "toSorted", "toReversed", "with");
  drop(Object, "hasOwn", "groupBy");
  drop(Promise, "any", "withResolvers");
  drop(globalThis, "structuredClone", "BroadcastChannel", "DecompressionStream");
  drop(HTMLDialogElement.prototype, "show", "showModal", "close");
  drop(Element.prototype, "checkVisibility", "replaceChildren", "moveBefore", "togglePopover");
  const names = Object.getOwnPropertyNames(Element.prototype);
  drop(Element.prototype, ...names.filter((name) => /^aria[A-Z]/.test(name)));
  delete HTMLFormElement.prototype.requestSubmit;
  delete SubmitEvent.prototype.submitter;
  delete AbortSignal.timeout;
  delete crypto.randomUUID;
  globalThis.FormData = class extends FormData { constructor(form) { super(form); } };
"""
SKIPPED_RULE = re.compile(r"[^{}]*:(?:has|is|where)\((?:[^{}])*\{[^{}]*\}")


def as_understood(sheet: str) -> str:
    """Return the rules and values of a stylesheet that the oldest supported browser understands."""
    known = sheet.replace("selector(:has(a))", "selector(:unknown(a))").replace(
        "color-mix(", "mix("
    )
    return SKIPPED_RULE.sub("", known).replace("svh", "unknown")


def make_old(context: BrowserContext) -> None:
    """Remove newer features from the context's pages."""
    context.add_init_script(WITHOUT)
    context.route("**/*.css", _serve_as_understood)


def _serve_as_understood(route: Route) -> None:
    sheet = (DIST / route.request.url.rsplit("/", 1)[-1]).read_text()
    route.fulfill(body=as_understood(sheet), content_type="text/css")
