"""Schulze: an option beats another if its strongest path of head-to-head wins is stronger.

A path leads from option to option, each beating the next, and is as strong as its weakest win; a
win is as strong as its margin. Unbeaten options are first, then the unbeaten ones of the rest, and
so on. The scores are head-to-head wins (a draw counts half) and only informative: in a cycle, the
order does not follow them.

Source: Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36 (2011).

>>> from polling.voting.ballots import RankedBallot
>>> ballots = [RankedBallot(tuple("abc"), weight=4), RankedBallot(tuple("bca"), weight=3),
...            RankedBallot(tuple("cab"), weight=2)]
>>> schulze(Profile(("a", "b", "c"), tuple(ballots))).tiers
(('a',), ('b',), ('c',))
"""

from collections.abc import Callable
from itertools import permutations, product

from polling.voting.ballots import BallotKind, Number, OptionId, RankedBallot
from polling.voting.pairwise import Pairwise, compare
from polling.voting.profile import Profile
from polling.voting.tally import Tally, Tier
from polling.voting.voting_rule import N_, Unit, VotingRule, by_tally

Strengths = dict[tuple[OptionId, OptionId], Number]
Beats = Callable[[OptionId, OptionId], bool]


def schulze(profile: Profile[RankedBallot]) -> Tally:
    """Tally the options by strongest paths."""
    pairwise = compare(profile)
    strength = strongest_paths(pairwise)

    def beats(option: OptionId, other: OptionId) -> bool:
        return option != other and strength[option, other] > strength[other, option]

    return Tally(tiers_of(profile.options, beats), pairwise.wins())


def strongest_paths(pairwise: Pairwise) -> Strengths:
    """Return the strength of the strongest path between each pair of options; 0 if there is none.

    This is the Floyd–Warshall algorithm: it allows one more intermediate option at a time.
    """
    pairs = list(permutations(pairwise.options, 2))
    strength: Strengths = {pair: max(pairwise.margin(*pair), 0) for pair in pairs}
    for via, (start, end) in product(pairwise.options, pairs):
        if via not in (start, end):
            detour = min(strength[start, via], strength[via, end])
            strength[start, end] = max(strength[start, end], detour)
    return strength


def tiers_of(options: Tier, beats: Beats) -> tuple[Tier, ...]:
    """Return tiers: the unbeaten options, then the unbeaten ones of the rest, and so on.

    >>> pairs = {("a", "b"), ("c", "b"), ("b", "d")}
    >>> tiers_of(("a", "b", "c", "d"), lambda option, other: (option, other) in pairs)
    (('a', 'c'), ('b',), ('d',))
    """
    tiers: list[Tier] = []
    left = options
    while left:
        top = tuple(option for option in left if not any(beats(other, option) for other in left))
        tiers.append(top)
        left = tuple(option for option in left if option not in top)
    return tuple(tiers)


SCHULZE = VotingRule(
    id="schulze",
    title=N_("Schulze"),
    explanation=N_(
        "Issues are compared in pairs. If issues beat one another in a cycle, the clearest wins "
        "count most."
    ),
    unit=Unit.WINS,
    ballot_kind=BallotKind.RANKING,
    decide=by_tally(schulze),
)
