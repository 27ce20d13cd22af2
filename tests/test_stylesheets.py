"""Stylesheets: all of them apply to the same pages, so each class belongs to one of them."""

import re
from collections import Counter
from pathlib import Path

CSS = Path(__file__).resolve().parents[1] / "static" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{}]+)\{")
SHARED = {"projector"}  # a theme: colours in the tokens, fonts with the screen


def components(sheet: Path) -> set[str]:
    """The classes that a stylesheet styles by their name alone."""
    text = COMMENT.sub("", sheet.read_text())
    selectors = (one.strip() for many in SELECTORS.findall(text) for one in many.split(","))
    return {one[1:] for one in selectors if re.fullmatch(r"\.[\w-]+", one)}


def test_no_two_stylesheets_style_the_same_class() -> None:
    """A second stylesheet would affect the pages of the first, where nobody would look for it."""
    styled = Counter(name for sheet in CSS.glob("*.css") for name in components(sheet))
    assert [name for name, times in styled.items() if times > 1 and name not in SHARED] == []


def test_the_digits_of_a_timer_stay_on_one_line() -> None:
    """In a row, texts may shrink and break anywhere; a timer must do neither."""
    controls = (CSS / "controls.css").read_text()
    [rule] = re.findall(r"^count-down \{([^}]*)\}", controls, re.MULTILINE)
    assert {"flex: none;", "white-space: nowrap;"} <= {line.strip() for line in rule.splitlines()}
