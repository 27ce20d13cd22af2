"""Ballots to print, for people without a phone. What is marked on them is entered again: `paper`.

Every option has the number by which it is entered, and every ballot its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from polling.contests.casting.snapshots import snapshot_of
from polling.contests.electorate import authors
from polling.contests.models import OPEN, RANKING, WAITING, Contest
from polling.contests.paper.choices import LARGEST_NUMBER, Printed
from polling.contests.paper.instructions import HOW, columns
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _, ngettext, speaking
from polling.core.languages import SOURCE, spoken
from polling.core.typesetting import typeset
from polling.workshop.models import Workshop

MOST_BALLOTS = 200  # at a time
Sheet = dict[str, Any]


@dataclass(frozen=True)
class SheetLine:
    """An option: what it says, and the reasons for it."""

    text: str
    reasons: str = ""


@dataclass(frozen=True)
class SheetSection:
    """One contest on a ballot. `over` stands above its title, and `words` tell what to do."""

    over: str
    title: str
    words: list[str]


@dataclass(frozen=True)
class SheetReader:
    """Whose ballot it is: a member of a group, which is named by its number too, or anybody."""

    group_id: int | None = None
    number: int = 0


ANYBODY = SheetReader()


def numbers(wanted: Printed) -> range:
    """The numbers of the ballots to print; a sentence if they are too many, or none."""
    if not 1 <= wanted.count <= MOST_BALLOTS:
        raise BadInput(_("Print between 1 and %(most)s ballots at a time.", most=MOST_BALLOTS))
    if not 1 <= wanted.first <= LARGEST_NUMBER + 1 - wanted.count:
        raise BadInput(
            _("Ballots have numbers from 1 to %(most)s. Begin with another.", most=LARGEST_NUMBER)
        )
    return range(wanted.first, wanted.first + wanted.count)


def require_printable(contests: Iterable[Contest]) -> None:
    """Refuse what nobody can vote in: it has closed, or there is nothing on its list."""
    found = list(contests)
    if not all(one.options for one in found) or not found:
        raise Conflict(_("There is nothing to vote on yet."))
    if not all(one.state in {WAITING, OPEN} for one in found):
        raise Conflict(_("This vote has closed. Paper ballots are printed before it closes."))


@contextmanager
def in_its_language(workshop: Workshop) -> Iterator[str]:
    """Speak the workshop's first language of those that we speak."""
    tag = next((tag for tag in workshop.languages if tag in spoken()), SOURCE)
    with speaking(tag):
        yield tag


def part(
    contest: Contest,
    told: SheetSection,
    lines: Mapping[int, SheetLine],
    *,
    reader: SheetReader,
    reasons: bool,
) -> Sheet:
    """One contest as it is printed: the reader's own work is left out, the numbers stay."""
    frame, written_by = snapshot_of(contest), authors(contest)
    kind = str(frame.kind) if frame.priorities is None else "rating"
    options = [
        {"number": number, "text": lines[option].text} | _why(lines[option], reasons=reasons)
        for number, option in enumerate(contest.options, start=1)
        if reader.group_id is None or reader.group_id not in written_by.get(option, ())
    ]
    return asdict(told) | {
        "mark": _("List %(mark)s.", mark=contest.list_mark),
        "how": [str(HOW[kind]), *_left_out(reader, len(contest.options) - len(options))],
        "what": _("Issue") if contest.kind == RANKING else _("Recommendation"),
        "columns": columns(kind),
        "kind": kind,
        "options": options,
    }


def _why(line: SheetLine, *, reasons: bool) -> dict[str, str]:
    return {"reasons": line.reasons if reasons else ""}


def _left_out(reader: SheetReader, count: int) -> list[str]:
    if not count:
        return []
    return [
        _(
            "What group %(number)s wrote is for the others to judge: its numbers are left out.",
            number=reader.number,
        )
    ]


def sheet(workshop: Workshop, language: str, ballots: Mapping[int, list[Sheet]]) -> Sheet:
    """What stands on the ballots, by their numbers."""
    if not all(parts and all(one["options"] for one in parts) for parts in ballots.values()):
        raise Conflict(_("This group wrote all of it, so there is nothing here for it to judge."))
    return {
        "title": _("Paper ballots: %(title)s", title=workshop.title),
        "language": language,
        "accent": workshop.accent,
        "event": workshop.event,
        "workshop": workshop.title,
        "header": _("Number"),
        "abstain": _("I abstain."),
        "ends": [
            _("Please write no name on it."),
            _(
                "Give it to an organizer, who sees what you have marked and types it in under "
                "this number. When the vote closes, the number is no longer kept with it."
            ),
        ],
        "ballots": [
            {
                "number": str(number),
                "heading": _("Ballot number: %(number)s", number=number),
                "intro": _intro(len(parts)),
                "parts": parts,
            }
            for number, parts in ballots.items()
        ],
    }


def _intro(count: int) -> str:
    """What is special about a ballot of several parts."""
    if count == 1:
        return ""
    return ngettext(
        "%(num)s issue is on this ballot; others are asked about the rest. You may leave it out.",
        "%(num)s issues are on this ballot; others are asked about the rest. "
        "You may leave out any of them.",
        count,
    )


def draw(sheet: Sheet, made_at: datetime) -> bytes:
    """The ballots as a PDF: two on a sheet of A4 to cut, if they are short."""
    return typeset("contests/paper.typ", sheet, made_at=made_at)
