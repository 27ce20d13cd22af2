"""Head-to-head comparison: for each pair of options, how many ballots prefer one to the other.

A ranked ballot prefers its options to all options that it leaves out. If a ballot leaves both
options out, or rates them equally, it counts for neither.

Source: Condorcet, "Essai sur l'application de l'analyse à la probabilité des décisions" (1785).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from polling.voting.ballots import MarkedBallot, Number, OptionId
from polling.voting.outcome import as_json
from polling.voting.profile import Profile
from polling.voting.tally import Tier


@dataclass(frozen=True, slots=True)
class Pairwise:
    """`preferring[a, b]` is the weight of the ballots that prefer option a to option b."""

    options: tuple[OptionId, ...]
    preferring: Mapping[tuple[OptionId, OptionId], Number]

    def margin(self, option: OptionId, other: OptionId) -> Number:
        """Return how many more ballots (by weight) prefer the option than prefer the other."""
        return self.preferring[option, other] - self.preferring[other, option]

    def beats(self, option: OptionId, other: OptionId) -> bool:
        """Return whether more ballots prefer the option to the other than the reverse."""
        return self.margin(option, other) > 0

    def wins(self) -> dict[OptionId, Number]:
        """Return how many of the other options each option beats; a draw counts half."""
        won: dict[OptionId, Number] = dict.fromkeys(self.options, 0)
        for option, other in combinations(self.options, 2):
            margin = self.margin(option, other)
            won[option] += _share_of_win(margin)
            won[other] += _share_of_win(-margin)
        return won

    def as_rows(self) -> list[list[int | str]]:
        """Return the matrix as JSON-ready rows in the order of `options`; the diagonal is 0."""
        return [
            [as_json(self.preferring.get((option, other), 0)) for other in self.options]
            for option in self.options
        ]


def compare(profile: Profile[Any], options: Iterable[OptionId] | None = None) -> Pairwise:
    """Compare all pairs of options (of the profile, or the given ones) on all ballots.

    >>> from polling.voting.ballots import RankedBallot
    >>> ballots = (RankedBallot(("a", "b"), weight=3), RankedBallot(("c",), weight=2))
    >>> compare(Profile(("a", "b", "c"), ballots)).as_rows()
    [[0, 3, 3], [0, 0, 3], [2, 2, 0]]
    """
    compared = profile.options if options is None else profile.listed(options)
    preferring: dict[tuple[OptionId, OptionId], Number] = {}
    for pair in combinations(compared, 2):
        preferring[pair] = preferring[pair[::-1]] = 0
    for ballot, times in Counter(profile.ballots).items():
        for pair in _preferences(ballot, compared):
            preferring[pair] += ballot.weight * times
    return Pairwise(compared, preferring)


def _preferences(
    ballot: MarkedBallot, options: tuple[OptionId, ...]
) -> Iterable[tuple[OptionId, OptionId]]:
    opinions = [(option, ballot.opinion(option)) for option in options]
    rated = [(option, opinion) for option, opinion in opinions if opinion is not None]
    for (option, opinion), (other, other_opinion) in combinations(rated, 2):
        if opinion > other_opinion:
            yield option, other
        elif opinion < other_opinion:
            yield other, option


def _share_of_win(margin: Number) -> Number:
    if margin == 0:
        return Fraction(1, 2)
    return int(margin > 0)


def condorcet_winner(pairwise: Pairwise) -> OptionId | None:
    """Return the option that beats every other option; None if there is none."""
    for option in pairwise.options:
        if all(pairwise.beats(option, other) for other in pairwise.options if other != option):
            return option
    return None


def top_cycle(pairwise: Pairwise) -> Tier:
    """Return the smallest set of options each of which beats every option outside it.

    If there is a Condorcet winner, the set contains only this option. Otherwise its options form a
    cycle (rock, paper, scissors) or draw with each other. Source: Smith, "Aggregation of
    preferences with variable electorate", Econometrica 41 (1973).
    """
    wins = pairwise.wins()
    by_wins = sorted(pairwise.options, key=lambda option: wins[option], reverse=True)
    for size in range(1, len(by_wins)):
        inside, outside = by_wins[:size], by_wins[size:]
        if all(pairwise.beats(option, other) for option in inside for other in outside):
            return tuple(option for option in pairwise.options if option in inside)
    return pairwise.options
