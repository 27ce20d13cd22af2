"""STV, the single transferable vote: ballots move on until they have helped to elect somebody.

An option whose votes reach the quota, the number of votes divided by one more than the places,
is elected. What it has above the quota moves on: each of its ballots keeps the same part of its
weight and goes to its next option still in the count. When nobody reaches the quota, the option
with the fewest votes leaves and its ballots move on. Those that are equally last leave together,
unless too few would be left for the places: then they are tied. When no more options are left
than places, all of these are elected.

Scores are the votes an option had when it was elected or left.

Source: Tideman, "The single transferable vote", Journal of Economic Perspectives 9 (1995), with
the exact quota of Newland & Britton and transfers by the weighted inclusive Gregory method.

Nine votes for two places make a quota of 3. Option a is elected with 5 votes, and its 2 too many
move on to b:

>>> from polling.voting.ballots import RankedBallot
>>> ballots = [RankedBallot(tuple("abc"), weight=5), RankedBallot(tuple("b")),
...            RankedBallot(tuple("cb"), weight=2), RankedBallot(tuple("d"))]
>>> profile = Profile(tuple("abcd"), tuple(ballots))
>>> stv(profile, 2, TieBreaker(profile)).winners
('a', 'b')
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from polling.voting.ballots import Number, OptionId, RankedBallot
from polling.voting.decision import Decision
from polling.voting.instant_runoff import first_choices
from polling.voting.outcome import Tie
from polling.voting.profile import Profile
from polling.voting.tally import Tier, tiers_by
from polling.voting.ties import TieBreaker

Votes = Mapping[OptionId, Number]


def stv(profile: Profile[RankedBallot], places: int, breaker: TieBreaker) -> Decision:
    """Elect by single transferable vote."""
    count = _Count(profile, places, breaker)
    while count.free and len(count.hopeful) > count.free:
        count.next_round()
    return count.decision()


class _Count:
    """A count under way: the ballots at their present weight, who is decided, who is hopeful.

    `above` and `below` are the tiers of those who were elected, or tied, and of those who left.
    """

    def __init__(self, profile: Profile[RankedBallot], places: int, breaker: TieBreaker) -> None:
        self.profile = profile
        self.breaker = breaker
        self.free = places
        self.hopeful = profile.options
        self.winners: Tier = ()
        self.above: tuple[Tier, ...] = ()
        self.below: tuple[Tier, ...] = ()
        self.ties: tuple[Tie, ...] = ()
        self.scores: dict[OptionId, Number] = {}
        self.quota = Fraction(sum(self._votes().values())) / (places + 1)

    def next_round(self) -> None:
        """Elect those who reach the quota; if there are none, let the last leave."""
        votes = self._votes()
        reached = tuple(option for option in self.hopeful if votes[option] >= self.quota)
        fewest = min(votes.values())
        last = tuple(option for option in self.hopeful if votes[option] == fewest)
        if len(reached) > self.free:
            self._end_in_tie(reached)
        elif reached:
            self._elect(reached, votes)
        elif len(self.hopeful) - len(last) >= self.free:
            self.below = (last, *self.below)
            self._take_out(last)
        else:
            self._elect(tuple(option for option in self.hopeful if option not in last), votes)
            self._end_in_tie(last)

    def decision(self) -> Decision:
        """Return the decision; whoever is hopeful still gets the places that are free."""
        hopeful = tiers_by(self._votes(), self.hopeful)
        if self.free:
            self.winners += tuple(option for tier in hopeful for option in tier)
        return Decision(self.winners, self.above + hopeful + self.below, self.scores, self.ties)

    def _votes(self) -> Votes:
        """Count the ballots for those who are hopeful, and note it as their score so far."""
        votes = first_choices(self.profile, self.hopeful)
        self.scores |= votes
        return votes

    def _elect(self, options: Tier, votes: Votes) -> None:
        """Elect the options, most votes first, and move on what they have above the quota."""
        tiers = tiers_by(votes, options)
        self.winners += tuple(option for tier in tiers for option in tier)
        self.above += tiers
        self.free -= len(options)
        kept = {option: 1 - self.quota / votes[option] for option in options}
        self.profile = replace(self.profile, ballots=tuple(self._moved_on(kept)))
        self._take_out(options)

    def _moved_on(self, kept: Mapping[OptionId, Fraction]) -> Iterator[RankedBallot]:
        """Yield the ballots that have weight left; those for the elected keep a part of theirs."""
        for ballot in self.profile.ballots:
            choice = next((option for option in ballot.ranking if option in self.hopeful), None)
            part = 1 if choice is None else kept.get(choice, 1)
            if part > 0:
                yield replace(ballot, weight=ballot.weight * part)

    def _end_in_tie(self, tied: Tier) -> None:
        tie = self.breaker.settle(tied, self.free)
        self.winners += tie.admitted
        self.ties += (tie,)
        self.above += (tied,)
        self.free = 0
        self._take_out(tied)

    def _take_out(self, options: Tier) -> None:
        self.hopeful = tuple(option for option in self.hopeful if option not in options)
