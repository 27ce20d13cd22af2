"""The margin: how many ballots would have to be different to change who makes the cut.

It answers "how close was third place?" in plain words: two different ballots would have put X
ahead of Y. The number is exact, for rules that add up points ballot by ballot; others have none.

It is exact because whoever newly makes the cut has got ahead of somebody inside it, and getting
ahead of one option concerns these two options only. A changed ballot does the most if it favours
X over Y as far as a ballot can, and the fewest changes are needed if the ballots changed first
are those where that makes the largest difference.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

from polling.voting.approval_share import EligibleVoters
from polling.voting.ballots import Ballot, Number, OptionId
from polling.voting.outcome import Outcome
from polling.voting.profile import collect
from polling.voting.rules import rule_of

Leads = Mapping[tuple[Number, Number], int]


@dataclass(frozen=True, slots=True)
class Margin:
    """How many different ballots would bring `outside` level with `inside`, or ahead of it."""

    outside: OptionId
    inside: OptionId
    to_tie: int
    to_overtake: int


def closest_margin(
    ballots: Iterable[Ballot],
    options: Sequence[OptionId],
    outcome: Outcome,
    *,
    widest: int | None = None,
    able: EligibleVoters | None = None,
) -> Margin | None:
    """Return the smallest margin between an option outside the cut and one inside.

    Args:
        ballots: those that were counted.
        options: all options of the contest.
        outcome: what was decided.
        widest: how far one ballot can set one option apart from another, if the contest allows
            less than the rule does (a scale from 0 to 2, say).
        able: how many voters could choose each option, for a rule by share. No ballot says what
            its voter could choose: where those who are to change could choose only one of the
            two options, it takes more of them.

    Returns:
        None for a rule that does not add up points, without ballots, and when all options, or
        none, are inside the cut.

    >>> from polling.voting.ballots import RankedBallot
    >>> from polling.voting.rules import count
    >>> ballots = [RankedBallot(("a", "b"))] * 5 + [RankedBallot(("c",))]
    >>> closest_margin(ballots, "abc", count("top-three", ballots, "abc", places=1))
    Margin(outside='b', inside='a', to_tie=2, to_overtake=2)
    """
    rule = rule_of(outcome.rule, able)
    profile = collect(ballots, options, rule.ballot_kind)
    if rule.additive is None or not profile.ballots:
        return None
    able = able if rule.decide_by_shares else None
    widest = rule.additive.widest(len(options)) if widest is None else widest
    points = [
        (ballot.weight, rule.additive.points(ballot, profile.options), times)
        for ballot, times in Counter(profile.ballots).items()
    ]
    outside = [
        standing.option
        for standing in outcome.standings
        if standing.option not in outcome.winners and (able is None or able[standing.option])
    ]
    margins = []
    for inside, other in product(reversed(outcome.winners), outside):
        # Over a common denominator, the points of each count as often as the other's voters.
        inside_worth, other_worth = (max(1, able[o]) if able else 1 for o in (other, inside))
        leads: Counter[tuple[Number, Number]] = Counter()
        for weight, given, times in points:
            lead = given.get(inside, 0) * inside_worth - given.get(other, 0) * other_worth
            leads[weight, lead] += times
        margins.append(Margin(other, inside, *_changes(leads, widest * other_worth)))
    return min(margins, key=lambda margin: (margin.to_overtake, margin.to_tie), default=None)


def _changes(leads: Leads, widest: Number) -> tuple[int, int]:
    """Return how many ballots to change for a tie, and for the lead to go to the other side.

    Args:
        leads: how many ballots have which weight, and favour the leader by how many points.
        widest: by how many points a ballot can favour the other.
    """
    left = sum(times * weight * points for (weight, points), times in leads.items())
    turns: Counter[Number] = Counter()
    for (weight, points), times in leads.items():
        turns[weight * (points + widest)] += times
    to_tie = to_overtake = 0
    for turned, times in sorted(turns.items(), reverse=True):
        to_tie += min(times, max(0, ceil(left / turned))) if turned else 0
        to_overtake += min(times, floor(left / turned) + 1) if turned and left >= 0 else 0
        left -= times * turned
    return to_tie, to_overtake
