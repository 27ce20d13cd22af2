"""The margin: how many ballots would have to change to change which options make the cut.

It answers "how close was third place?" in plain words: two different ballots would have put X ahead
of Y. It is only defined for rules that add up points ballot by ballot.

The number is exact. An option that newly makes the cut must overtake an option inside it, and only
the points of these two matter. A changed ballot has the largest effect if it favours X over Y as
much as a ballot can, given how many options it can name. The number of changes is smallest if the
ballots with the largest effect change first.
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
    """The number of changed ballots after which `outside` ties with `inside` or overtakes it."""

    outside: OptionId
    inside: OptionId
    to_tie: int
    to_overtake: int


def closest_margin(
    ballots: Iterable[Ballot],
    options: Sequence[OptionId],
    outcome: Outcome,
    *,
    most: int | None = None,
    widest: Number | None = None,
    able: EligibleVoters | None = None,
) -> Margin | None:
    """Return the smallest margin between an option outside the cut and an option inside.

    Args:
        ballots: the counted ballots.
        options: all options of the contest.
        outcome: the decision on these ballots.
        most: how many options a ballot can name; None for all.
        widest: by how many points one ballot can favour one option over another, if the contest
            allows less than the rule (for example, a scale from 0 to 2).
        able: for a rule by share, how many voters could choose each option. Ballots do not record
            this: if the changing voters could choose only one of the two options, more changes are
            needed.

    Returns:
        None for a rule that does not add up points, without ballots, and when all options, or none,
        are inside the cut.

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
    if widest is None:
        widest = rule.additive.widest(len(options), most or len(options))
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
        # Use a common denominator: multiply the points of each option by the voters of the other.
        inside_worth, other_worth = (max(1, able[o]) if able else 1 for o in (other, inside))
        leads: Counter[tuple[Number, Number]] = Counter()
        for weight, given, times in points:
            lead = given.get(inside, 0) * inside_worth - given.get(other, 0) * other_worth
            leads[weight, lead] += times
        margins.append(Margin(other, inside, *_changes(leads, widest * other_worth)))
    return min(margins, key=lambda margin: (margin.to_overtake, margin.to_tie), default=None)


def _changes(leads: Leads, widest: Number) -> tuple[int, int]:
    """Return how many ballots must change for a tie, and for the other option to lead.

    Args:
        leads: the number of ballots for each weight and lead in points of the leader.
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
