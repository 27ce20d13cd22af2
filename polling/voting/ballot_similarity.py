"""Similarity of two ballots that have no ranks.

Of approvals and scores it is the average, over all options and all pairs of ballots, of how near
two marks are: 1 if all ballots are the same, 0 for approvals of which each pair is opposite. Of a
hundred points it is the part of them that two ballots give to the same options. The option on
which ballots differ most is what divides the room.

Kendall's W (`agreement`) is for rankings, and says something else; no level is called strong here.
A large room that is evenly split on everything has a likeness of one half in approvals.

Source: the mean absolute difference, Gini, "Variabilità e mutabilità" (1912).

>>> from polling.voting.ballots import ApprovalBallot
>>> ballots = [ApprovalBallot(frozenset("a")), ApprovalBallot(frozenset("ab"))]
>>> found = likeness(ballots, "abc", BallotKind.APPROVAL)
>>> str(found.alike), found.most_divided
('2/3', 'b')
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from polling.voting.ballots import POINTS_TO_SPEND, Ballot, BallotKind, OptionId
from polling.voting.profile import collect


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1, over how many ballots, and what divides them most: None if nothing does."""

    alike: Fraction
    ballots: int
    most_divided: OptionId | None


def likeness(
    ballots: Iterable[Ballot], options: Sequence[OptionId], kind: BallotKind, *, highest: int = 1
) -> Likeness | None:
    """Compare ballots that are no rankings; None for fewer than two of them.

    `highest` is the highest score that the contest allows. Who did not score an option is not
    compared on it.
    """
    marked = collect(ballots, options, kind).ballots
    if len(marked) < 2 or not options:
        return None
    apart = {o: _apart([ballot.opinion(o) for ballot in marked]) for o in options}
    widest = 2 * POINTS_TO_SPEND if kind is BallotKind.POINTS else highest * len(options)
    divided = max(options, key=lambda option: apart[option])
    alike = 1 - sum(apart.values(), Fraction()) / widest
    return Likeness(alike, len(marked), divided if apart[divided] else None)


def _apart(marks: Iterable[int | None]) -> Fraction:
    """Return the average distance between two marks; 0 for fewer than two."""
    times = Counter(mark for mark in marks if mark is not None)
    pairs = combinations(times.items(), 2)
    total = sum(abs(a - b) * often * more for (a, often), (b, more) in pairs)
    given = times.total()
    return Fraction(2 * total, given * (given - 1)) if given > 1 else Fraction(0)
