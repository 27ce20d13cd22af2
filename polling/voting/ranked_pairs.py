"""Ranked pairs: lock in head-to-head wins, the largest first, unless they make a cycle.

Wins of equal margin are weighed together, so that nothing but the ballots decides: each is
locked in unless, with the larger wins already locked and all the others of its own size, it is
part of a cycle. The options then stand as the locked wins say; the scores are head-to-head wins
(a draw counts half), shown for information.

Source: Tideman, "Independence of clones as a criterion for voting rules", Social Choice and
Welfare 4 (1987), which leaves the order of equal wins open.

>>> from polling.voting.ballots import RankedBallot
>>> ballots = [RankedBallot(tuple("abc"), weight=4), RankedBallot(tuple("bca"), weight=3),
...            RankedBallot(tuple("cab"), weight=2)]
>>> ranked_pairs(Profile(("a", "b", "c"), tuple(ballots))).tiers
(('a',), ('b',), ('c',))
"""

from itertools import groupby, permutations

from polling.voting.ballots import OptionId, RankedBallot
from polling.voting.beating import tiers_of
from polling.voting.pairwise import Pairwise, compare
from polling.voting.profile import Profile
from polling.voting.tally import Tally

Win = tuple[OptionId, OptionId]


def ranked_pairs(profile: Profile[RankedBallot]) -> Tally:
    """Tally the options by the wins that are locked in."""
    pairwise = compare(profile)
    locked = lock_in(pairwise)
    tiers = tiers_of(profile.options, lambda option, other: (option, other) in locked)
    return Tally(tiers, pairwise.wins())


def lock_in(pairwise: Pairwise) -> frozenset[Win]:
    """Return the wins that can be kept together, (winner, loser) each."""

    def size(win: Win) -> object:
        return pairwise.margin(*win)

    wins = [win for win in permutations(pairwise.options, 2) if pairwise.beats(*win)]
    locked: frozenset[Win] = frozenset()
    for _, equals in groupby(sorted(wins, key=lambda w: -pairwise.margin(*w)), key=size):
        at_hand = locked | frozenset(equals)
        locked |= {win for win in at_hand if not _leads_to(win[1], win[0], at_hand)}
    return locked


def _leads_to(start: OptionId, end: OptionId, wins: frozenset[Win]) -> bool:
    reached = {start}
    fresh = reached
    while fresh and end not in reached:
        fresh = {loser for winner, loser in wins if winner in fresh} - reached
        reached |= fresh
    return end in reached
