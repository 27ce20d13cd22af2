"""Constituencies: the parts of a room (its sectors, say) beside the room as a whole.

One person, one vote is what decides. But one segment may be half the room, and what matters to
another can drop out of a common score. So three things are reported beside the outcome: the
order if every segment had the same weight, the options that have support in every segment, and
what one segment put in its top places and the room did not.

Segments with fewer than `smallest` voters are never reported by themselves. Of the count with
equal weights only the order and rounded scores may be shown: exact fractions (x/36 + y/7) would
give away the counts of the segments.

For a rule by share, who was `able` to choose each option is told segment by segment.

Source: Cowan et al., "The James Lind Alliance guidebook" (2021), on looking at groups separately
before merging what they rank.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from polling.voting.approval_share import Able
from polling.voting.ballots import ApprovalBallot, MarkedBallot, OptionId
from polling.voting.rules import count
from polling.voting.segments import Cell, Table
from polling.voting.suppression import SMALLEST

COMMON_GROUND_FROM = Fraction(3, 5)
COMMON_GROUND_PERCENT = int(100 * COMMON_GROUND_FROM)
FEWEST_TO_HAVE_A_SAY = 5  # of a segment: below, one or two people would speak for it

Members = Mapping[str, Sequence[MarkedBallot]]
AbleOf = Mapping[str, Able]


@dataclass(frozen=True, slots=True)
class Minority:
    """What a segment put in its top places and the room did not."""

    segment: str
    options: tuple[OptionId, ...]


def weigh_equally(members: Members, *, smallest: int = SMALLEST) -> list[MarkedBallot]:
    """Return all ballots, weighted so that every segment weighs 1; small segments are pooled.

    >>> from polling.voting.ballots import ApprovalBallot
    >>> ballot = ApprovalBallot(frozenset("a"))
    >>> weighed = weigh_equally({"media": [ballot] * 5, "public": [ballot] * 20})
    >>> str(weighed[0].weight), str(weighed[-1].weight)
    ('1/5', '1/20')
    """
    weights = _weights(members, smallest)
    return [
        replace(ballot, weight=ballot.weight * weights[name])
        for name, ballots in members.items()
        for ballot in ballots
    ]


def weigh_able(members: Members, able: AbleOf, *, smallest: int = SMALLEST) -> Able:
    """Return how many were able to choose each option, everybody weighted as their ballots are."""
    weights = _weights(members, smallest)
    options = {option for name in members for option in able[name]}
    return {
        option: sum(weights[name] * able[name].get(option, 0) for name in members)
        for option in options
    }


def _weights(members: Members, smallest: int) -> dict[str, Fraction]:
    """Return by what the ballots of each segment are multiplied."""
    weights: dict[str, Fraction] = {}
    for pool in _pooled(members, smallest):
        ballots = [ballot for name in pool for ballot in members[name]]
        weights |= dict.fromkeys(pool, 1 / Fraction(sum(ballot.weight for ballot in ballots)))
    return weights


def _pooled(members: Members, smallest: int) -> Iterable[list[str]]:
    """Yield the segments one by one, the small ones together.

    If even all small ones are too few, the smallest of the others joins them.
    """
    pool, pooled = list[str](), 0
    by_size = sorted((len(ballots), name) for name, ballots in members.items() if ballots)
    for size, name in by_size:
        if size < smallest or 0 < pooled < smallest:
            pool, pooled = [*pool, name], pooled + size
        else:
            yield [name]
    if pool:
        yield pool


def common_ground(table: Table, *, smallest: int = SMALLEST) -> tuple[OptionId, ...]:
    """Return the options that `COMMON_GROUND_FROM` support in the room and in each part of it.

    The parts are the segments of which at least `FEWEST_TO_HAVE_A_SAY`, and `smallest`, were asked
    about an option, and all the others together, if they are as many. There must be two parts. The
    `table` is of everybody: those of no segment ("") count with the small ones. So it takes three
    people of a part to prevent it, and no part can be passed over because it is made of small ones.

    >>> cells = {("a", "state"): Cell(30, 40), ("a", "ngo"): Cell(1, 4), ("a", ""): Cell(1, 3)}
    >>> common_ground(Table(("a",), ("state", "ngo", ""), cells))
    ()
    """
    fewest = max(smallest, FEWEST_TO_HAVE_A_SAY)
    return tuple(option for option in table.options if _is_common(table, option, fewest))


def _is_common(table: Table, option: OptionId, fewest: int) -> bool:
    cells = {segment: table.cells[option, segment] for segment in table.segments}
    large = [cell for name, cell in cells.items() if name and cell.base >= fewest]
    room = _together(cells.values())
    rest = Cell(room.count - _together(large).count, room.base - _together(large).base)
    parts = [*large, rest] if rest.base >= fewest else large
    return len(parts) >= 2 and all(_is_enough(part) for part in (room, *parts))


def _together(cells: Iterable[Cell]) -> Cell:
    counted = list(cells)
    return Cell(sum(cell.count for cell in counted), sum(cell.base for cell in counted))


def _is_enough(cell: Cell) -> bool:
    return cell.count >= COMMON_GROUND_FROM * cell.base


def minority_annex(
    rule_id: str,
    members: Members,
    options: Sequence[OptionId],
    places: int,
    *,
    room: Collection[OptionId],
    smallest: int = SMALLEST,
    able: AbleOf | None = None,
) -> tuple[Minority, ...]:
    """Return, segment by segment, what its own vote would have put in the cut and the room did not.

    `room` is what did make the cut. Segments in which that is nothing, and small segments, are
    left out. On an option that fewer than `smallest` of a segment could choose it has no say.

    >>> from polling.voting.ballots import ApprovalBallot
    >>> members = {"media": [ApprovalBallot(frozenset("a"))] * 5,
    ...            "public": [ApprovalBallot(frozenset("b"))] * 20}
    >>> minority_annex("approval", members, "ab", places=1, room="b")
    (Minority(segment='media', options=('a',)),)
    """
    annex = []
    for segment, ballots in sorted(members.items()):
        heard, could = _heard(ballots, able[segment], smallest) if able else (ballots, None)
        own = count(rule_id, heard, options, places, able=could).winners
        missed = tuple(option for option in own if option not in room)
        if missed and len(ballots) >= smallest:
            annex.append(Minority(segment, missed))
    return tuple(annex)


def _heard(
    ballots: Sequence[MarkedBallot], able: Able, smallest: int
) -> tuple[list[MarkedBallot], Able]:
    """Return the ballots without what too few could choose, of which nobody then is able."""
    enough = frozenset(option for option, people in able.items() if people >= smallest)
    heard: list[MarkedBallot] = [
        replace(ballot, approved=ballot.approved & enough)
        for ballot in ballots
        if isinstance(ballot, ApprovalBallot)
    ]
    return heard, {option: able[option] if option in enough else 0 for option in able}
