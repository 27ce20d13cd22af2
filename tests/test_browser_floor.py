"""Oldest supported browsers (README.md): phones' scripts and styles use nothing newer.

esbuild converts syntax, but not functions and selectors, so these are checked here.
"""

import re
from pathlib import Path

import pytest

from scripts.build_frontend import FLOOR

ROOT = Path(__file__).resolve().parents[1]
DIST, CSS = ROOT / "static" / "dist", ROOT / "static" / "css"
PHONE_PAGES = ("participant", "front", "badge", "role-change", "notes")

# Features newer than the oldest supported browsers that fail without them.
TOO_NEW = {
    "at()": r"\.at\(",
    "structuredClone": r"structuredClone\(",
    "Object.hasOwn": r"Object\.hasOwn",
    "replaceAll": r"\.replaceAll\(",
    "findLast": r"\.findLast(Index)?\(",
    "toSorted and others": r"\.to(Sorted|Reversed|Spliced)\(",
    "groupBy": r"\.groupBy\(",
    "Promise.any": r"Promise\.(any|try|withResolvers)",
    "FormData with a submitter": r"new FormData\([^)]*,",
    "ARIA as properties": r"\.aria[A-Z]\w+\s*(=[^=]|\))",
    "AbortSignal.timeout": r"AbortSignal\.(timeout|any)\b",
    "checkVisibility": r"\.checkVisibility\(",
    "randomUUID": r"\.randomUUID\(",
    "popover": r"\.(show|hide|toggle)Popover\(",
    "lookbehind": r"\(\?<[=!]",
    "requestIdleCallback": r"requestIdleCallback\(",
    "static blocks": r"static\{",
    "logical assignment": r"(\|\||&&|\?\?)=",
}
# Used only if the browser has it, or on pages that are not for phones.
GUARDED = {
    ("draft-page", "replaceAll"): "lib0 reads the environment of Node with it",
}
# Without color-mix, only a background that has no meaning of its own is lost.
DECORATIVE = re.compile(r"^\s*(background|fill):")


def built() -> list[Path]:
    """The phone's scripts, including those loaded later."""
    assert DIST.is_dir(), "build the front end first: make build"
    names = "|".join(PHONE_PAGES)
    pages = [path for path in DIST.glob("*.js") if re.match(rf"({names})-", path.name)]
    later = {name for page in pages for name in re.findall(r'\./([\w-]+\.js)"', page.read_text())}
    return [*pages, *(DIST / name for name in sorted(later))]


def test_the_floor_is_the_one_that_the_documentation_names() -> None:
    text = (ROOT / "README.md").read_text()
    names = {"chrome": "Chrome", "firefox": "Firefox", "safari": "Safari"}
    for browser, version in re.findall(r"([a-z]+)([\d.]+)", FLOOR):
        assert f"{names[browser]} {version}" in text


@pytest.mark.parametrize("name", TOO_NEW)
def test_phones_call_nothing_newer_than_the_floor(name: str) -> None:
    files = built()
    assert {path.name.rsplit("-", 1)[0] for path in files} >= set(PHONE_PAGES)
    found = {
        path.name.rsplit("-", 1)[0] for path in files if re.search(TOO_NEW[name], path.read_text())
    }
    assert {page for page in found if (page, name) not in GUARDED} == set()


def test_without_mixed_colours_only_decoration_is_lost() -> None:
    """Borders and text colours made with color-mix would be lost; tokens.css has plain ones."""
    lost = [
        f"{sheet.name}: {line.strip()}"
        for sheet in sorted(CSS.glob("*.css"))
        if sheet.name not in {"tokens.css", "screen.css"}
        for line in sheet.read_text().splitlines()
        if "color-mix(" in line and not DECORATIVE.match(line)
    ]
    assert lost == []


def test_chosen_options_are_marked_without_has() -> None:
    """`:has` came with Firefox 121, so a ballot must show its answer without it."""
    ballot = (CSS / "ballot.css").read_text() + (CSS / "rating-ballot.css").read_text()
    assert ":checked + span" in ballot
    assert ":has(:checked)" not in ballot
