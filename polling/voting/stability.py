"""Stability: how likely each option makes the cut in a slightly different room (bootstrap).

The bootstrap draws a sample of the cast ballots, of the same size and with replacement, decides the
contest on the sample, and repeats this. The share of the samples in which an option makes the cut
is its probability. It estimates whether similar people would have decided the same, so it makes
sense even if everybody has voted. It does not question the count.

Options that tie for the last places in a sample share them: two options for one place count half
each. With 2,000 samples, the probabilities have an error of about two percentage points.

Anybody can repeat the draws with Python's standard library. `GENERATOR` is the Mersenne Twister,
seeded like `random.Random(seed)`. The n ballots are sorted by their mark for each option, in the
order of the contest. Each sample takes n numbers u from `random()`, and for each u the ballot with
index int(u × n), counted from 0.

Source: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979);
Matsumoto & Nishimura, "Mersenne Twister", ACM Transactions on Modeling and Computer Simulation 8
(1998).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polling.voting.approval_share import EligibleVoters
from polling.voting.ballots import Ballot, MarkedBallot, Number, OptionId
from polling.voting.profile import Profile, collect
from polling.voting.rules import RULES, rule_of
from polling.voting.tally import Points
from polling.voting.ties import TieBreaker, TiePolicy
from polling.voting.voting_rule import VotingRule

Draws = NDArray[np.int64]
Shares = NDArray[np.float64]

DRAWS = 2_000
DRAWS_TO_RECOUNT = 200
GENERATOR = "MT19937"
DRAWN_AT_ONCE = 1_000_000  # ballots in memory at the same time


def cut_probabilities(
    rule_id: str,
    ballots: Iterable[Ballot],
    options: Sequence[OptionId],
    places: int,
    *,
    seed: int,
    able: EligibleVoters | None = None,
) -> dict[OptionId, float]:
    """Return for each option the probability, from 0 to 1, that it makes the cut.

    Rules that add up points use `DRAWS` samples, which takes a fraction of a second for a full
    room. All other rules must count each sample from scratch and use `DRAWS_TO_RECOUNT` samples;
    their error is about seven percentage points. `able` is the same in every sample, because
    ballots do not record which options their voters could choose.

    Raises:
        KeyError, InvalidBallot, InvalidContest: as `count` does.

    >>> from polling.voting.ballots import RankedBallot
    >>> ballots = [RankedBallot(("a", "b"))] * 6 + [RankedBallot(("c",))] * 5
    >>> cut_probabilities("top-three", ballots, "abcd", 2, seed=1)["a"] > 0.9
    True
    """
    rule = rule_of(rule_id, able)
    profile = collect(ballots, options, rule.ballot_kind)
    if places >= len(options) or not profile.ballots:
        return dict.fromkeys(profile.options, min(places / max(len(options), 1), 1.0))
    times = Counter(profile.ballots)
    kinds = sorted(times, key=partial(_marks, profile.options))
    drawn = _draw(seed, [times[kind] for kind in kinds], draws_of(rule_id))
    if rule.additive is None:
        shares = [_recount(rule, profile.options, kinds, places, draws) for draws in drawn]
    else:
        points = _points(rule.additive.points, kinds, profile.options)
        divisors = _divisors(able if rule.decide_by_shares else None, profile.options)
        shares = [_inside(draws @ points / divisors, places) for draws in drawn]
    return dict(zip(profile.options, np.concatenate(shares).mean(axis=0).tolist(), strict=True))


def draws_of(rule_id: str) -> int:
    """Return the number of samples for a rule."""
    return DRAWS_TO_RECOUNT if RULES[rule_id].additive is None else DRAWS


def _marks(options: tuple[OptionId, ...], ballot: MarkedBallot) -> list[Number]:
    """Return a ballot's mark for each option, -1 for none: the sort key of the ballots."""
    opinions = (ballot.opinion(option) for option in options)
    return [*(-1 if opinion is None else opinion for opinion in opinions), ballot.weight]


def _draw(seed: int, times: Sequence[int], draws: int) -> Iterator[Draws]:
    """Yield blocks of counts: the ballots of each kind (column) in each sample (row).

    Args:
        seed: not negative.
        times: the number of cast ballots of each kind, in sorted order.
        draws: the total number of rows in all blocks.
    """
    chance = np.random.RandomState(_key(seed))
    kind_of = np.repeat(np.arange(len(times)), times)
    rows_at_once = max(1, DRAWN_AT_ONCE // len(kind_of))
    for first in range(0, draws, rows_at_once):
        rows = min(rows_at_once, draws - first)
        places = (chance.random_sample((rows, len(kind_of))) * len(kind_of)).astype(np.int64)
        of_row = kind_of[places] + np.arange(rows)[:, None] * len(times)
        counts = np.bincount(of_row.ravel(), minlength=rows * len(times))
        yield counts.reshape(rows, len(times)).astype(np.int64)


def _key(seed: int) -> list[int]:
    """Return the seed as 32-bit words, lowest first, in the format of `random.Random`."""
    words = [seed & 0xFFFFFFFF]
    while seed := seed >> 32:
        words.append(seed & 0xFFFFFFFF)
    return words


def _points(points: Points, kinds: Sequence[Any], options: tuple[OptionId, ...]) -> Shares:
    """Return the points that a ballot of each kind (row) gives to each option (column).

    Points are scaled to whole numbers, so that equal sums compare equal.
    """
    given = [(ballot.weight, points(ballot, options)) for ballot in kinds]
    exact = [[Fraction(weight * row.get(o, 0)) for o in options] for weight, row in given]
    scale = lcm(*(number.denominator for row in exact for number in row))
    return np.array([[int(number * scale) for number in row] for row in exact], dtype=np.float64)


def _divisors(able: EligibleVoters | None, options: tuple[OptionId, ...]) -> Shares:
    """Return the divisor of each option's sum. Equal fractions remain equal as floats."""
    return np.array([max(1, able[o]) if able else 1 for o in options], dtype=np.float64)


def _inside(scores: Shares, places: int) -> Shares:
    """Return the share of a place that each option (column) gets in each sample (row)."""
    last = np.partition(scores, -places, axis=1)[:, [-places]]
    above, level = scores > last, scores == last
    free = places - above.sum(axis=1, keepdims=True)
    shares: Shares = above + level * (free / level.sum(axis=1, keepdims=True))
    return shares


def _recount(
    rule: VotingRule,
    options: tuple[OptionId, ...],
    kinds: Sequence[MarkedBallot],
    places: int,
    draws: Draws,
) -> Shares:
    """Return the same as `_inside`, for a rule that must count each sample from scratch."""
    shares = np.zeros((len(draws), len(options)))
    for row, times in zip(shares, draws.tolist(), strict=True):
        drawn = tuple(
            replace(ballot, weight=ballot.weight * often)
            for ballot, often in zip(kinds, times, strict=True)
            if often
        )
        breaker = TieBreaker(Profile(options, drawn), TiePolicy.REFUSE)
        decision = rule.decide(breaker.profile, places, breaker)
        tied = [option for tie in decision.ties for option in tie.unresolved]
        for index, option in enumerate(options):
            if option in decision.winners:
                row[index] = 1
            elif option in tied:
                row[index] = (places - len(decision.winners)) / len(tied)
    return shares
