"""Reveal a list on the screen step by step: last place first, and a pause before the decisive one.

The server only sends the rows that have been revealed, so the step in `screen_state` is the only
state. Reloading the screen or restarting the server changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from polling.screen import layout
from polling.screen.layout import Content

if TYPE_CHECKING:
    from polling.breakouts.models import Group

ONE_BY_ONE = 5  # the top places of an order without a cut


@dataclass(frozen=True)
class Row:
    """One line of a result.

    Args:
        key: the option's id, or another stable name.
        place: its rank, or None if there is no order.
        text: the option's text, and `about` the line below it.
        percent: the length of its bar, and `strong` the part in full colour.
        score: the figure at the end of its bar, and `note` the line below it.
        is_in: whether it makes the cut.
        by: the group that wrote the text; () for the organizers, None for the product.
    """

    key: int | str
    place: int | None
    text: str
    percent: float
    score: str
    about: str = ""
    note: str = ""
    strong: float | None = None
    is_in: bool = True
    by: "tuple[Group | None, ...] | None" = ()

    @property
    def content(self) -> Content:
        """The content of the row that takes space on the screen."""
        return Content(self.text, self.about, self.score, self.note)

    @property
    def is_tall(self) -> bool:
        """Whether its script needs higher lines."""
        return layout.is_tall(self.text)


@dataclass(frozen=True)
class Step:
    """The content of the screen at one step.

    Args:
        page: the rows of the current page.
        shown: the first visible row; those before it are still hidden.
        fresh: the rows revealed in this step.
        says: whether the sentence about the whole result is shown.
    """

    page: range
    shown: int
    fresh: range
    says: bool = False


@dataclass(frozen=True)
class Plan:
    """All steps, and the one that shows everything; the steps after it turn to further pages."""

    steps: Sequence[Step]
    whole: int

    def at(self, step: int | None) -> int:
        """Return the step shown for the stored one."""
        return self.whole if step is None else min(max(0, step), len(self.steps) - 1)


@dataclass(frozen=True)
class Listed:
    """A list on the screen, with its steps.

    `contests` are those whose results are shown once the whole list is.
    """

    rows: Sequence[Row]
    plan: Plan
    contests: Sequence[str] = ()

    def shown(self, step: int | None) -> "Shown":
        """Return the page that the screen shows at this step."""
        return shown(self.rows, self.plan, step)


@dataclass(frozen=True)
class Shown:
    """A page of a list on the screen.

    `rows` has None for each hidden row. `cut_after` is the index of the row on the page after which
    the cut is drawn, or None. `size` is the text size in rem.
    """

    rows: list[Row | None]
    places: list[int | None]
    fresh: list[bool]
    cut_after: int | None
    size: float
    says: bool
    at: int
    whole: int
    of: int
    page: int
    pages: int

    @property
    def is_whole(self) -> bool:
        """Whether everything has been shown."""
        return self.at >= self.whole


def suspense(rows: Sequence[Row]) -> Plan:
    """Return a plan from the last place to the first.

    With a cut: the rows below it, the last place above it, the others, and the sentence. Without a
    cut: page by page up to the sixth, the first five one by one, and the sentence; the pages with
    the lower rows follow again, to talk about them.
    """
    inside = sum(row.is_in for row in rows)
    has_cut = 0 < inside < len(rows)
    top = len(rows) if has_cut else _first(rows)
    pages = _pages(rows[:top])
    beats = _at_the_cut(inside, top) if has_cut else [range(at, at + 1) for at in range(top)][::-1]
    below = [range(page.start + top, page.stop + top) for page in _pages(rows[top:])]
    last = below[-1] if below else _page_of(pages, top - 1) if rows else range(0)
    steps = [Step(last, last.stop, range(0))] if rows else []
    lower = [Step(page, page.start, page) for page in below]
    steps += lower[::-1]
    steps += [
        Step(page, part.start, part)
        for beat in beats
        for page in reversed(pages)
        if (part := _common(beat, page))
    ]
    whole = Step(pages[0] if pages else range(0), 0, range(0), says=True)
    return Plan([*steps, whole, *lower], len(steps))


def page_by_page(rows: Sequence[Row]) -> Plan:
    """Return a plan that shows whole pages, first page first."""
    pages = _pages(rows) or [range(0)]
    return Plan([Step(page, page.start, page, says=True) for page in pages], 0)


def shown(rows: Sequence[Row], plan: Plan, step: int | None) -> Shown:
    """Return the page that the screen shows at this step."""
    at = plan.at(step)
    now = plan.steps[at]
    page = rows[now.page.start : now.page.stop]
    last_in = sum(row.is_in for row in rows) - 1
    is_cut_here = last_in in now.page and last_in + 1 < len(rows)
    pages = list(dict.fromkeys(one.page for one in plan.steps))
    pages.sort(key=lambda one: one.start)
    return Shown(
        rows=[
            row if index >= now.shown else None for index, row in zip(now.page, page, strict=True)
        ],
        places=[row.place for row in page],
        fresh=[index in now.fresh for index in now.page],
        cut_after=last_in - now.page.start if is_cut_here else None,
        size=layout.largest([row.content for row in page], _room(rows)) or layout.SIZES[-1],
        says=now.says,
        at=at,
        whole=plan.whole,
        of=len(plan.steps),
        page=pages.index(now.page),
        pages=len(pages),
    )


def _at_the_cut(inside: int, top: int) -> list[range]:
    bounds = (top, inside, inside - 1, 0)
    return [range(low, high) for high, low in pairwise(bounds) if low < high]


def _first(rows: Sequence[Row]) -> int:
    """Return how many are revealed one by one: the first five, and any tied with the fifth."""
    places = [row.place or 0 for row in rows]
    if len(rows) <= ONE_BY_ONE:
        return len(rows)
    return sum(place <= places[ONE_BY_ONE - 1] for place in places)


def _pages(rows: Sequence[Row]) -> list[range]:
    return layout.pages([row.content for row in rows], _room(rows))


def _room(rows: Sequence[Row]) -> float:
    has_cut = len({row.is_in for row in rows}) > 1
    return layout.ROOM - (layout.CUT if has_cut else 0)


def _page_of(pages: Sequence[range], row: int) -> range:
    return next(page for page in pages if row in page)


def _common(beat: range, page: range) -> range | None:
    part = range(max(beat.start, page.start), min(beat.stop, page.stop))
    return part or None
