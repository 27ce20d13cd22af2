"""Problems of the screen as drawn: text that is too small, or beyond its edges."""

from playwright.sync_api import Page

CONTENT, LEAST = 44, 32  # pixels at 1920
MAIN = ".screen-main, h1, .result-sentence, .screen-join strong, count-down"
SECONDARY = (
    ".result-about, .result-note, .result-cut, .screen-page-of, .note, .figures, small, caption, "
    "table, figure, .screen-groups p:not(.screen-numbers)"
)
UNSEEN = ".sr-only, .skip, dialog, [hidden], script, style, svg:not(figure svg)"
MEASURE = """async ([content, least, main, secondary, unseen]) => {
  for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
  const scale = Math.min(innerWidth / 1920, innerHeight / 1080);
  const { scrollHeight, scrollWidth } = document.documentElement;
  const found = scrollHeight > innerHeight || scrollWidth > innerWidth
    ? [`the page is ${scrollWidth} x ${scrollHeight}`] : [];
  const middle = document.querySelector(".screen-main");
  if (middle && middle.scrollWidth > middle.clientWidth)
    found.push("the content reaches into the margin");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    const words = texts.currentNode.textContent.trim().slice(0, 40);
    if (!words || parent.closest(unseen) || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    const style = getComputedStyle(parent);
    if (!width || style.clipPath.startsWith("inset")) continue;
    const drawn = parent.closest("svg")?.getScreenCTM().a ?? 1;
    const size = (parseFloat(style.fontSize) * drawn) / scale;
    const needed = parent.closest(main) && !parent.closest(secondary) ? content : least;
    if (size < needed - 0.05) found.push(`${size.toFixed(1)} px: ${words}`);
    if (right > innerWidth + 1 || bottom > innerHeight + 1 || left < -1 || top < -1)
      found.push(`outside: ${words}`);
  }
  return found;
}"""


def trouble(page: Page) -> list[str]:
    """One line for each text that is unreadable from 20 m or cut off."""
    found: list[str] = page.evaluate(MEASURE, [CONTENT, LEAST, MAIN, SECONDARY, UNSEEN])
    return found
