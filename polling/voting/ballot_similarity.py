"""Similarity of two ballots that have no ranks.

For approvals and scores, the similarity is the average closeness of two marks, over all options and
all pairs of ballots: 1 if all ballots are equal, 0 if two ballots approve of opposite options. For
a hundred points, it is the share of the points that two ballots give to the same options. The most
divisive option is the one on which the ballots differ most.

Kendall's W (`agreement`) applies to rankings and measures something else, so no value is called
strong here. The approvals of a large room that is evenly split on everything have a similarity of
one half.

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
    """The similarity (from 0 to 1), the number of ballots, and the most divisive option or None."""

    alike: Fraction
    ballots: int
    most_divided: OptionId | None


def likeness(
    ballots: Iterable[Ballot], options: Sequence[OptionId], kind: BallotKind, *, highest: int = 1
) -> Likeness | None:
    """Compare ballots of a kind without ranks; None for fewer than two ballots.

    `highest` is the highest score that the contest allows. A ballot without a score for an option
    is not compared on this option.
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
