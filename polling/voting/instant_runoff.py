"""Instant runoff: eliminate the option with the fewest first places and transfer its ballots.

Rounds continue until one option is left. The result is the reverse order of elimination. Options
that tie for the last place are eliminated together and share a rank, because drawing lots could
decide the winner. A ballot without remaining options no longer counts. An option's score is its
number of votes in its last round.

Source: Ware (1871); Tideman, "The single transferable vote", Journal of Economic Perspectives 9
(1995).

>>> from polling.voting.ballots import RankedBallot
>>> ballots = [RankedBallot(tuple("abc"), weight=4), RankedBallot(tuple("bca"), weight=3),
...            RankedBallot(tuple("cba"), weight=2)]
>>> instant_runoff(Profile(("a", "b", "c"), tuple(ballots))).tiers
(('b',), ('a',), ('c',))
"""

from polling.voting.ballots import BallotKind, Number, OptionId, RankedBallot
from polling.voting.profile import Profile
from polling.voting.tally import Tally, Tier
from polling.voting.voting_rule import N_, Unit, VotingRule, by_tally


def instant_runoff(profile: Profile[RankedBallot]) -> Tally:
    """Tally the options in the reverse order of their elimination."""
    scores: dict[OptionId, Number] = {}
    leaving_order: list[Tier] = []
    left = profile.options
    while len(left) > 1:
        votes = first_choices(profile, left)
        scores |= votes
        fewest = min(votes.values())
        leaving_order.append(tuple(option for option in left if votes[option] == fewest))
        left = tuple(option for option in left if votes[option] != fewest)
    if left:
        leaving_order.append(left)
    return Tally(tuple(reversed(leaving_order)), first_choices(profile, left) | scores)


def first_choices(profile: Profile[RankedBallot], left: Tier) -> dict[OptionId, Number]:
    """Return, for each remaining option, the weight of the ballots that rank it highest."""
    votes: dict[OptionId, Number] = dict.fromkeys(left, 0)
    for ballot in profile.ballots:
        choice = next((option for option in ballot.ranking if option in votes), None)
        if choice is not None:
            votes[choice] += ballot.weight
    return votes


INSTANT_RUNOFF = VotingRule(
    id="instant-runoff",
    title=N_("Instant runoff"),
    explanation=N_(
        "The issue with the fewest first choices drops out. Its ballots move to their next choice."
    ),
    unit=Unit.VOTES,
    ballot_kind=BallotKind.RANKING,
    decide=by_tally(instant_runoff),
)
