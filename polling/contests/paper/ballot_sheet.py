"""Sheets of paper ballots, for people without a phone. `paper.forms` reads what is marked on them.

Every option has the number with which it is entered, and every ballot its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from polling.contests.casting.contest_snapshots import snapshot_of
from polling.contests.electorate import authors
from polling.contests.forms import HIGHEST_SCORE
from polling.contests.kinds import RANKING
from polling.contests.models import OPEN, WAITING, Contest
from polling.contests.paper.forms import LARGEST_NUMBER, Printed
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import LazyString, _, lazy, ngettext, speaking
from polling.core.languages import SOURCE, spoken
from polling.voting.ballots import BallotKind
from polling.voting.ratings import NOT_NOW, PRIORITY, SUPPORT
from polling.workshop.models import Workshop

HOW: dict[str, LazyString] = {
    BallotKind.RANKING: lazy("Use each rank only once. Leave the other boxes empty."),
    BallotKind.APPROVAL: lazy("Tick the box next to each of your choices."),
    BallotKind.SCORE: lazy(
        "Tick one box in each row: 0 = not important, 5 = most important. You may leave rows empty."
    ),
    BallotKind.POINTS: lazy("Write points in the boxes, at most 100 in total."),
    "rating": lazy("Tick one box in each row. Leave a row empty if you have no opinion."),
}


def columns(kind: str) -> list[dict[str, Any]]:
    """Return the boxes of a row: for each the heading, and the mark to type if it is ticked."""
    if kind == BallotKind.SCORE:
        return [_box("", str(score)) for score in range(HIGHEST_SCORE + 1)]
    if kind == "rating":
        words = [(_("Priority now"), PRIORITY), (_("Support"), SUPPORT), (_("Not now"), NOT_NOW)]
        return [_box(word, str(mark)) for word, mark in words]
    heads = {BallotKind.RANKING: _("Rank"), BallotKind.POINTS: _("Points")}
    return [_box(heads[BallotKind(kind)] if kind in heads else "", "")]


def _box(words: str, sign: str) -> dict[str, str]:
    return {"words": words, "sign": sign}


MOST_BALLOTS = 200  # at a time
Sheet = dict[str, Any]


@dataclass(frozen=True)
class SheetLine:
    """An option: its text and its rationale."""

    text: str
    reasons: str = ""


@dataclass(frozen=True)
class SheetSection:
    """One contest on a ballot. `over` is printed above its title; `words` are instructions."""

    over: str
    title: str
    words: list[str]


@dataclass(frozen=True)
class SheetReader:
    """The person a ballot is for: a member of a group, or anybody."""

    group_id: int | None = None
    number: int = 0


ANYBODY = SheetReader()


def numbers(wanted: Printed) -> range:
    """Return the numbers of the ballots to print. Raises BadInput if there are none or too many."""
    if not 1 <= wanted.count <= MOST_BALLOTS:
        raise BadInput(_("Print 1 to %(most)s ballots at a time.", most=MOST_BALLOTS))
    if not 1 <= wanted.first <= LARGEST_NUMBER + 1 - wanted.count:
        raise BadInput(
            _(
                "Ballot numbers go up to %(most)s. Choose a lower first number.",
                most=LARGEST_NUMBER,
            )
        )
    return range(wanted.first, wanted.first + wanted.count)


def require_printable(contests: Iterable[Contest]) -> None:
    """Refuse a contest in which nobody can vote: it has closed, or its list is empty."""
    found = list(contests)
    if not all(one.options for one in found) or not found:
        raise Conflict(_("There is nothing to vote on yet."))
    if not all(one.state in {WAITING, OPEN} for one in found):
        raise Conflict(_("Voting has closed. You can no longer print paper ballots."))


@contextmanager
def in_its_language(workshop: Workshop) -> Iterator[str]:
    """Switch to the first of the workshop's languages that has a translation."""
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
    """Return one contest to print, without the reader's own work but with unchanged numbers."""
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
            "Recommendations from group %(number)s are left out.",
            number=reader.number,
        )
    ]


def sheet(
    workshop: Workshop,
    language: str,
    ballots: Mapping[int, list[Sheet]],
    checks: Mapping[int, str] | None = None,
) -> Sheet:
    """Return the content of the ballots, by number.

    Args:
        checks: the check code of each ballot, if it must be typed at entry.
    """
    if not all(parts and all(one["options"] for one in parts) for parts in ballots.values()):
        raise Conflict(
            _("This group wrote all the recommendations in this vote, so it cannot vote.")
        )
    return {
        "title": f"{_('Paper ballots')}: {workshop.title}",
        "language": language,
        "accent": workshop.accent,
        "event": workshop.event,
        "workshop": workshop.title,
        "header": _("Number"),
        "abstain": _("I abstain."),
        "ends": [
            _("Do not write your name."),
            _(
                "An organizer sees this ballot and enters it under its number. The number is "
                "erased when voting closes."
            ),
        ],
        "ballots": [
            {
                "number": str(number),
                "heading": f"{_('Ballot number')}: {number}",
                "check": f"{_('Check code')}: {checks[number]}" if checks else "",
                "intro": _intro(len(parts)),
                "parts": parts,
            }
            for number, parts in ballots.items()
        ],
    }


def _intro(count: int) -> str:
    """Explain a ballot that has several parts."""
    if count == 1:
        return ""
    return ngettext(
        "This ballot covers %(num)s issue, which you may skip. Other people rate the other issues.",
        "This ballot covers %(num)s issues. You may skip any of them. Other people rate the "
        "other issues.",
        count,
    )
