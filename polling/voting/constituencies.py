"""Constituencies: the parts of a room (its sectors, say) beside the room as a whole.

One person, one vote is what decides. But one segment may be half the room, and what matters to
another can drop out of a common score. So three things are reported beside the outcome: the
order if every segment had the same weight, the options that have support in every segment, and
what one segment put in its top places and the room did not.

Segments with fewer than `SMALLEST` voters are never reported by themselves. Of the count with
equal weights only the order and rounded scores may be shown: exact fractions (x/36 + y/7) would
give away the counts of the segments.

Source: Cowan et al., "The James Lind Alliance guidebook" (2021), on looking at groups separately
before merging what they rank.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from polling.voting.ballots import MarkedBallot, OptionId
from polling.voting.rules import count
from polling.voting.segments import Table
from polling.voting.suppression import SMALLEST

COMMON_GROUND_FROM = Fraction(3, 5)
COMMON_GROUND_PERCENT = int(100 * COMMON_GROUND_FROM)

Members = Mapping[str, Sequence[MarkedBallot]]


@dataclass(frozen=True, slots=True)
class Minority:
    """What a segment put in its top places and the room did not."""

    segment: str
    options: tuple[OptionId, ...]


def weigh_equally(members: Members) -> list[MarkedBallot]:
    """Return all ballots, weighted so that every segment weighs 1; small segments are pooled.

    >>> from polling.voting.ballots import ApprovalBallot
    >>> ballot = ApprovalBallot(frozenset("a"))
    >>> weighed = weigh_equally({"media": [ballot] * 5, "public": [ballot] * 20})
    >>> str(weighed[0].weight), str(weighed[-1].weight)
    ('1/5', '1/20')
    """
    return [
        replace(ballot, weight=ballot.weight / Fraction(sum(b.weight for b in pool)))
        for pool in _pooled(members)
        for ballot in pool
    ]


def _pooled(members: Members) -> Iterable[list[MarkedBallot]]:
    """Yield the ballots of each segment, the small ones together, smallest first.

    If even all small ones are too few, the smallest of the others joins them.
    """
    pool: list[MarkedBallot] = []
    by_size = sorted((len(ballots), name) for name, ballots in members.items())
    for size, name in by_size:
        if size < SMALLEST or 0 < len(pool) < SMALLEST:
            pool += members[name]
        else:
            yield list(members[name])
    if pool:
        yield pool


def common_ground(table: Table) -> tuple[OptionId, ...]:
    """Return the options that `COMMON_GROUND_FROM` support in each of at least two segments.

    Segments in which fewer than `SMALLEST` were asked about an option have no say on it.
    """
    return tuple(option for option in table.options if _is_common(table, option))


def _is_common(table: Table, option: OptionId) -> bool:
    cells = [table.cells[option, segment] for segment in table.segments]
    shares = [Fraction(cell.count, cell.base) for cell in cells if cell.base >= SMALLEST]
    return len(shares) >= 2 and min(shares) >= COMMON_GROUND_FROM


def minority_annex(
    rule_id: str, members: Members, options: Sequence[OptionId], places: int
) -> tuple[Minority, ...]:
    """Return, segment by segment, what its own vote would have put in the cut and the room's not.

    Segments in which that is nothing, and small segments, are left out.

    >>> from polling.voting.ballots import ApprovalBallot
    >>> members = {"media": [ApprovalBallot(frozenset("a"))] * 5,
    ...            "public": [ApprovalBallot(frozenset("b"))] * 20}
    >>> minority_annex("approval", members, "ab", places=1)
    (Minority(segment='media', options=('a',)),)
    """
    everybody = [ballot for ballots in members.values() for ballot in ballots]
    room = count(rule_id, everybody, options, places).winners
    annex = []
    for segment, ballots in sorted(members.items()):
        own = count(rule_id, ballots, options, places).winners
        missed = tuple(option for option in own if option not in room)
        if missed and len(ballots) >= SMALLEST:
            annex.append(Minority(segment, missed))
    return tuple(annex)
