"""The pairwise check: would a head-to-head comparison put the same options in the cut?

The official rule decides; the check is reported with it and shows whether another method would
disagree. It uses Kemeny's rule, or Schulze's if there are too many options for Kemeny's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polling.voting.ballots import Ballot, BallotKind, OptionId
from polling.voting.kemeny import MOST_OPTIONS
from polling.voting.outcome import Outcome
from polling.voting.pairwise import compare, condorcet_winner, top_cycle
from polling.voting.profile import collect
from polling.voting.rules import count
from polling.voting.ties import TiePolicy


@dataclass(frozen=True, slots=True)
class PairwiseCheck:
    """The result of the head-to-head comparison.

    `inside` options make the cut, and `tied` options compete for the remaining places. `agrees` is
    true if the official winners include all `inside` options, and no options but `inside` and
    `tied`. `condorcet_winner` beats every other option; if there is none, `cycle` lists the options
    at the top, of which none beats all the others.
    """

    rule: str
    inside: tuple[OptionId, ...]
    tied: tuple[OptionId, ...]
    agrees: bool
    condorcet_winner: OptionId | None
    cycle: tuple[OptionId, ...]


def check_pairwise(
    ballots: Iterable[Ballot], options: Sequence[OptionId], official: Outcome
) -> PairwiseCheck:
    """Check an outcome on ranked ballots by comparing the options head to head.

    >>> from polling.voting.ballots import RankedBallot
    >>> ballots = [RankedBallot(tuple("abc"), weight=3), RankedBallot(tuple("bca"), weight=2)]
    >>> check = check_pairwise(ballots, "abc", count("borda", ballots, "abc", places=1))
    >>> check.inside, check.agrees
    (('a',), False)
    """
    cast = list(ballots)
    rule = "kemeny" if len(options) <= MOST_OPTIONS else "schulze"
    outcome = count(rule, cast, options, official.places, tie_policy=TiePolicy.REFUSE)
    inside, tied = outcome.winners, outcome.unresolved
    pairwise = compare(collect(cast, options, BallotKind.RANKING))
    winner = condorcet_winner(pairwise)
    return PairwiseCheck(
        rule=rule,
        inside=inside,
        tied=tied,
        agrees=set(inside) <= set(official.winners) <= {*inside, *tied},
        condorcet_winner=winner,
        cycle=() if winner is not None else top_cycle(pairwise),
    )
