"""What it means that a ballot supports an option, whatever kind of ballot it is."""

from collections.abc import Iterable, Sequence

from polling.contests.payloads import HIGHEST_SCORE
from polling.voting.ballots import (
    Abstention,
    Ballot,
    MarkedBallot,
    OptionId,
    RankedBallot,
    ScoreBallot,
)


def supported(ballot: MarkedBallot) -> frozenset[OptionId]:
    """The options that a ballot ranks, approves, or gives points; of scores, the upper half."""
    if isinstance(ballot, ScoreBallot):
        return frozenset(one for one, score in ballot.scores.items() if 2 * score > HIGHEST_SCORE)
    return ballot.named


def support(options: Sequence[int], ballots: Iterable[Ballot]) -> dict[str, dict[str, int]]:
    """{option id: {"named": how many ballots support it, "first": on how many it stands first}}."""
    marked = [ballot for ballot in ballots if not isinstance(ballot, Abstention)]
    return {
        str(option): {
            "named": sum(option in supported(ballot) for ballot in marked),
            "first": sum(_first(ballot) == option for ballot in marked),
        }
        for option in options
    }


def _first(ballot: MarkedBallot) -> OptionId | None:
    return ballot.ranking[0] if isinstance(ballot, RankedBallot) and ballot.ranking else None
