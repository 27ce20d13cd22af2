"""Recommendations on the projector: as many on a page as fit in full, and then further pages.

Nothing is cut off. What fits is estimated here from the lengths of the texts; where a font takes
more room, the page gets smaller (`fit-screen.js`). Tests try it in a browser: at every size the
projector's page has the same proportions (`reveal.css`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy.orm import Session

from polling.final_vote.approvals import Approved
from polling.final_vote.two_stages.results import RatedRow
from polling.workshop import queries
from polling.workshop.models import Workshop

ROOM = 28.0  # rem between title and foot
MESSAGE = 4.0, 1.8, 80  # rem that a message takes of that, rem of each line more, its characters


@dataclass(frozen=True)
class Line:
    """A recommendation on the screen: its place, or none, and below its text what it is about."""

    place: int | None
    row: Approved | RatedRow
    about: str


@dataclass(frozen=True)
class Layout:
    """How a page is set: in columns, with so many characters on a line, and heights in rem."""

    name: str
    columns: int
    text: int
    about: int
    line: float
    around: float

    def height(self, line: Line) -> float:
        """What one takes."""
        words = ceil(len(line.row.on_screen) / self.text) * self.line
        return words + ceil(len(line.about) / self.about) * 1.1 + self.around


LAYOUTS = (Layout("few", 1, 72, 140, 1.95, 1.8), Layout("some", 2, 40, 56, 1.5, 1.4))


@dataclass(frozen=True)
class Slide:
    """What is on the screen at once: page `at` of `of`, counted from 0."""

    lines: Sequence[Line]
    layout: str
    at: int
    of: int


def shown(session: Session, workshop: Workshop, lines: Sequence[Line]) -> Slide | None:
    """The page that the organizers have turned to; none of nothing."""
    told = next((m.text for m in queries.messages(session, workshop.id, None)), "")
    wanted: int = workshop.screen_state.get("page") or 0
    return slide(lines, wanted, told) if lines else None


def slide(lines: Sequence[Line], wanted: int, message: str = "") -> Slide:
    """The wanted page of these lines, or the last, beside a message to everybody."""
    room = ROOM - _taken(message)
    pages = _pages(lines, room)
    at = min(wanted, len(pages) - 1)
    layout = _layout(pages[at], room) or LAYOUTS[0]
    return Slide(pages[at], layout.name, at, len(pages))


def _taken(message: str) -> float:
    first, more, characters = MESSAGE
    return first + (ceil(len(message) / characters) - 1) * more if message else 0


def _pages(lines: Sequence[Line], room: float) -> list[Sequence[Line]]:
    """No more pages than it takes, with equally many lines on each if that is possible."""
    filled = _filled(lines, room)
    each = ceil(len(lines) / len(filled))
    even = [lines[at : at + each] for at in range(0, len(lines), each)]
    return even if all(_layout(page, room) for page in even) else filled


def _filled(lines: Sequence[Line], room: float) -> list[Sequence[Line]]:
    """As many on each as fit, and one at least."""
    pages: list[list[Line]] = [[]]
    for line in lines:
        if pages[-1] and not _layout([*pages[-1], line], room):
            pages.append([])
        pages[-1].append(line)
    return list(pages)


def _layout(lines: Sequence[Line], room: float) -> Layout | None:
    """The largest layout in which all of these fit."""
    return next((one for one in LAYOUTS if _height(one, lines) <= room), None)


def _height(layout: Layout, lines: Sequence[Line]) -> float:
    """Of the higher column, when the browser has made both as equal as it can."""
    heights = [layout.height(line) for line in lines]
    if layout.columns == 1:
        return sum(heights)
    return min(max(sum(heights[:at]), sum(heights[at:])) for at in range(len(heights) + 1))
