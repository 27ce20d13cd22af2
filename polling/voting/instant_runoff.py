"""Instant runoff: the option with the fewest first places goes; its ballots move to their next.

Rounds go on until one option is left, and options stand in the reverse order of leaving. Those
that are equally last leave together and share a rank (a lot among them would let chance decide
who wins). A ballot all of whose options have left
counts no more. The score is the votes an option had in the last round that it took part in.

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
from polling.voting.tiers import Tally, Tier
from polling.voting.voting_rule import N_, Unit, VotingRule, by_tally


def instant_runoff(profile: Profile[RankedBallot]) -> Tally:
    """Tally the options by how long they stay in the count."""
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
    """Return the weight of the ballots on which each of the options left stands highest."""
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
        "The issue with the fewest first places drops out. Its ballots move to their next choice."
    ),
    unit=Unit.VOTES,
    ballot_kind=BallotKind.RANKING,
    decide=by_tally(instant_runoff),
)
