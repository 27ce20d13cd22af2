"""A Markdown outline: `#` a theme, `-` an issue, an indented `-` a recommendation.

    # Corruption
    What this theme is about.

    - Permits are sold at border posts
      Three sessions told of it.
        - Border agencies should publish …

Text below an issue is its rationale; text below a theme is its description. A single heading above
those of the themes is the title, and text below it is the introduction.
"""

import re

from polling.core.i18n import _
from polling.core.text import LONGEST
from polling.workshop_file.problems import (
    BadWorkshopFile,
    LineSource,
    Place,
    Problem,
    Source,
    at_line,
)

MAX_LINES = 20_000

_MARK = re.compile(r"^(#{1,6}|[ \t]*([-*+]|\d{1,3}[.)]))[ \t]", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})\s+(.*)$")
_BULLET = re.compile(r"(\s*)(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")
_BOLD = re.compile(r"(\*\*|__)(?P<headline>.+?)\1\s*(?P<rationale>.*)$")


def is_outline(text: str) -> bool:
    """Return whether some line of `text` is a heading or a bullet."""
    return _MARK.search(text) is not None


def parse_outline(text: str, title: str) -> Source:
    """Parse the outline to a tree. Raises BadWorkshopFile if it is too long."""
    if text.count("\n") > MAX_LINES:
        most = _("This is too long. Use at most %(most)s lines.", most=MAX_LINES)
        raise BadWorkshopFile([Problem(at_line(MAX_LINES), most)])
    lines = text.expandtabs(4).splitlines()
    reader = _Reader(title, _theme_level(lines))
    for number, line in enumerate(lines, start=1):
        reader.read(number, line)
    return reader.growing


def _theme_level(lines: list[str]) -> int:
    """Return how many # a theme has: a single higher heading above others is the title."""
    levels = [len(found[1]) for line in lines if (found := _HEADING.match(line))]
    highest = min(levels, default=1)
    lower = [level for level in levels if level > highest]
    return min(lower) if levels.count(highest) == 1 and lower else highest


class _Reader:
    """Reads line by line; a line's meaning depends on the part above it."""

    def __init__(self, title: str, theme_level: int) -> None:
        self.growing = LineSource(title)
        self._theme_level = theme_level
        self._theme: Place | None = None
        self._issue: Place | None = None
        self._indent = 0  # of the current theme's issues
        self._below: tuple[Place, str] | None = None  # where other text is added
        self._paragraph_ended = False

    def read(self, number: int, line: str) -> None:
        if found := _HEADING.match(line):
            self._heading(number, len(found[1]), found[2].rstrip("# "))
        elif _RULE.match(line):
            pass
        elif found := _BULLET.match(line):
            self._bullet(number, len(found[1]), found[2])
        elif line.strip():
            self._text(number, line.strip())
        self._paragraph_ended = not line.strip()

    def _heading(self, number: int, level: int, title: str) -> None:
        self._issue = None
        if level < self._theme_level:
            self.growing.at(())["title"] = title
            self.growing.at(())["prose"] = {}
            self._below = (("prose",), "introduction")
        elif level == self._theme_level:
            self._theme = self.growing.add(("themes",), number, {"title": title})
            self._below = (self._theme, "description")
        else:
            self.growing.complain(number, _("Only themes have headings. Write issues as “- …”."))

    def _bullet(self, number: int, indent: int, text: str) -> None:
        if self._theme is None:
            self.growing.complain(number, _("There is no “# theme” above this line."))
        elif self._issue is None or indent <= self._indent:
            self._indent = indent
            issue = _split_bold(text)
            self._issue = self.growing.add((*self._theme, "issues"), number, issue)
            self._below = (self._issue, "rationale")
        else:
            place = (*self._issue, "recommendations")
            self._below = (self.growing.add(place, number, {"text": text}), "text")

    def _text(self, number: int, text: str) -> None:
        if self._below is None:
            self.growing.complain(number, _("There is no “# theme” above this line."))
            return
        place, key = self._below
        if key == "text" and self._paragraph_ended:  # the recommendation is complete
            key = "rationale"
            self._below = (place, key)
        part = self.growing.at(place)
        said, gap = part.get(key, ""), "\n\n" if self._paragraph_ended else " "
        if len(said) <= LONGEST:  # refused if longer; copying it for each line is slow
            part[key] = f"{said}{gap}{text}" if said else text


def _split_bold(text: str) -> dict[str, str]:
    """Split `**Headline.** Rationale`; without bold, everything is the headline."""
    found = _BOLD.match(text)
    return dict(found.groupdict()) if found else {"headline": text}
