"""Kemeny: the order of all options that contradicts the ballots least.

An order contradicts a ballot once for each pair of options that they order differently. Several
orders may have the fewest contradictions. A line between two ranks is drawn only where all of these
best orders have the same options above it. The scores are head-to-head wins (a draw counts half)
and only informative.

The search is exact and runs over sets of options, not orders: 2^n sets for n options. More than
`MOST_OPTIONS` options are refused.

Source: Kemeny, "Mathematics without numbers", Daedalus 88 (1959); Bartholdi, Tovey & Trick, "Voting
schemes for which it can be difficult to tell who won", Social Choice and Welfare 6 (1989), on why a
search is necessary.

>>> from polling.voting.ballots import RankedBallot
>>> ballots = [RankedBallot(tuple("abc"), weight=4), RankedBallot(tuple("bca"), weight=3),
...            RankedBallot(tuple("cab"), weight=2)]
>>> kemeny(Profile(("a", "b", "c"), tuple(ballots))).tiers
(('a',), ('b',), ('c',))
"""

from itertools import combinations

from polling.voting.ballots import BallotKind, Number, OptionId, RankedBallot
from polling.voting.pairwise import Pairwise, compare
from polling.voting.profile import InvalidContest, Profile
from polling.voting.tally import Tally, Tier
from polling.voting.voting_rule import N_, Unit, VotingRule, by_tally

MOST_OPTIONS = 8

Options = frozenset[OptionId]


def kemeny(profile: Profile[RankedBallot]) -> Tally:
    """Tally the options by the orders with the fewest contradictions.

    Raises:
        InvalidContest: more than `MOST_OPTIONS` options.
    """
    if len(profile.options) > MOST_OPTIONS:
        raise InvalidContest(f"Kemeny's rule is computed for up to {MOST_OPTIONS} options.")
    pairwise = compare(profile)
    tiers: list[Tier] = []
    above: Options = frozenset()
    for top in _clear_tops(pairwise):
        tiers.append(profile.listed(top - above))
        above = top
    return Tally(tuple(tiers), pairwise.wins())


def _clear_tops(pairwise: Pairwise) -> list[Options]:
    """Return the sets that are on top in every best order, smallest first."""
    options = frozenset(pairwise.options)
    fewest = fewest_contradictions(pairwise)
    clear = []
    for size in range(1, len(options) + 1):
        best = [
            top
            for top in _subsets(options, size)
            if fewest[top] + _against(pairwise, top, options - top) + fewest[options - top]
            == fewest[options]
        ]
        if len(best) == 1:
            clear += best
    return clear


def fewest_contradictions(pairwise: Pairwise) -> dict[Options, Number]:
    """Return the number of contradictions of the best order of each set of options.

    Dynamic programming: without its last option, the best order of a set is the best order of the
    remaining set.
    """
    options = frozenset(pairwise.options)
    fewest: dict[Options, Number] = {frozenset(): 0}
    for size in range(1, len(options) + 1):
        for chosen in _subsets(options, size):
            fewest[chosen] = min(
                fewest[chosen - {last}] + _against(pairwise, chosen - {last}, frozenset({last}))
                for last in chosen
            )
    return fewest


def _subsets(options: Options, size: int) -> list[Options]:
    return [frozenset(chosen) for chosen in combinations(options, size)]


def _against(pairwise: Pairwise, above: Options, below: Options) -> Number:
    """Return how often the ballots contradict ranking every option of one set above another."""
    return sum(pairwise.preferring[lower, upper] for upper in above for lower in below)


KEMENY = VotingRule(
    id="kemeny",
    title=N_("Kemeny"),
    explanation=N_(
        "The result is the ranking that agrees best with how voters compared each pair of issues."
    ),
    unit=Unit.WINS,
    ballot_kind=BallotKind.RANKING,
    decide=by_tally(kemeny),
    most_options=MOST_OPTIONS,
    redrawn=False,
)
