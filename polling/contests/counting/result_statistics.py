"""Additional statistics of a result: how stable the cut is, and how much the room agrees.

They are computed once, from the ballots, and stored with the result as JSON-ready data.
`polling.contests.results` turns them into sentences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from polling.contests.forms import HIGHEST_SCORE
from polling.voting.agreement import agreement
from polling.voting.approval_share import EligibleVoters
from polling.voting.ballot_overlap import overlap
from polling.voting.ballot_similarity import likeness
from polling.voting.ballots import (
    Abstention,
    Ballot,
    BallotKind,
    MarkedBallot,
    OptionId,
    RankedBallot,
    ScoreBallot,
)
from polling.voting.margin import closest_margin
from polling.voting.outcome import Outcome
from polling.voting.pairwise import compare
from polling.voting.pairwise_check import check_pairwise
from polling.voting.profile import collect
from polling.voting.rules import BY_SHARE, RULES
from polling.voting.stability import GENERATOR, cut_probabilities, draws_of


def supported(ballot: MarkedBallot) -> frozenset[OptionId]:
    """Return the options that a ballot ranks, approves, gives points, or scores highly."""
    if isinstance(ballot, ScoreBallot):
        return frozenset(one for one, score in ballot.scores.items() if 2 * score > HIGHEST_SCORE)
    return ballot.named


def support(options: Sequence[int], ballots: Iterable[Ballot]) -> dict[str, dict[str, int]]:
    """Return {option id: {"named": ballots that support it, "first": ballots with it first}}."""
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


def explain(
    ballots: Sequence[Ballot],
    options: Sequence[int],
    outcome: Outcome,
    *,
    seed: str,
    most: int | None = None,
    able: EligibleVoters | None = None,
) -> dict[str, Any]:
    """Return how stable the outcome is and, for rankings, how much the room agrees.

    `most` is how many options a ballot can name; None for all. `able` is how many of those who
    voted could choose each option, for a rule by share.

    Returns:
        "probability": {option id: from 0 to 1, of making the cut}, see `voting.stability`; empty
        for a rule that takes too long. "draws", "generator" and "seed": the number of samples (0 if
        none), the random generator (see `voting.stability`), and the seed (the contest's id,
        hexadecimal). "margin": {"outside", "inside", "to_tie", "to_overtake"}, see `voting.margin`,
        or None. "agreement": {"w", "level", "ballots"}, see `voting.agreement`, or None. "overlap":
        {"shared", "chance", "ballots"}, see `voting.ballot_overlap`, or None. "pairwise": see
        `_pairwise`, or None. "likeness": {"alike", "most_divided", "ballots"}, see
        `voting.ballot_similarity`, for ballots without ranks; None if not all voters could choose
        all options.
    """
    kind = RULES[outcome.rule].ballot_kind
    ranked = kind is BallotKind.RANKING
    comparable = not ranked and outcome.rule not in BY_SHARE
    return {
        "probability": _probability(ballots, options, outcome, seed, able),
        "draws": draws_of(outcome.rule) if RULES[outcome.rule].redrawn else 0,
        "generator": GENERATOR,
        "seed": seed,
        "margin": margin(ballots, options, outcome, most=most, able=able),
        "agreement": _agreement(ballots, options) if ranked else None,
        "overlap": _overlap(ballots, options) if ranked else None,
        "pairwise": _pairwise(ballots, options, outcome) if ranked else None,
        "likeness": _likeness(ballots, options, kind) if comparable else None,
    }


def _probability(
    ballots: Sequence[Ballot],
    options: Sequence[int],
    outcome: Outcome,
    seed: str,
    able: EligibleVoters | None,
) -> dict[str, float]:
    if not RULES[outcome.rule].redrawn:
        return {}
    chances = cut_probabilities(
        outcome.rule, ballots, options, outcome.places, seed=int(seed, base=16), able=able
    )
    return {str(option): round(chance, 4) for option, chance in chances.items()}


def margin(
    ballots: Sequence[Ballot],
    options: Sequence[int],
    outcome: Outcome,
    *,
    most: int | None,
    able: EligibleVoters | None,
) -> dict[str, Any] | None:
    """Return the margin as stored; None while a tie is undecided."""
    if outcome.unresolved:
        return None  # there is no cut yet
    widest = HIGHEST_SCORE if outcome.rule == "score" else None  # the rule allows more
    found = closest_margin(ballots, options, outcome, most=most, widest=widest, able=able)
    return asdict(found) if found else None


def _agreement(ballots: Sequence[Ballot], options: Sequence[int]) -> dict[str, Any] | None:
    found = agreement(ballots, options)
    if found is None:
        return None
    return {"w": round(float(found.w), 4), "level": found.level.value, "ballots": found.ballots}


def _overlap(ballots: Sequence[Ballot], options: Sequence[int]) -> dict[str, Any] | None:
    found = overlap(ballots, options)
    if found is None:
        return None
    shared, chance = (round(float(one), 4) for one in (found.shared, found.chance))
    return {"shared": shared, "chance": chance, "ballots": found.ballots}


def _likeness(
    ballots: Sequence[Ballot], options: Sequence[int], kind: BallotKind
) -> dict[str, Any] | None:
    highest = HIGHEST_SCORE if kind is BallotKind.SCORE else 1
    found = likeness(ballots, options, kind, highest=highest)
    if found is None:
        return None
    alike = round(float(found.alike), 4)
    return {"alike": alike, "most_divided": found.most_divided, "ballots": found.ballots}


def _pairwise(
    ballots: Sequence[Ballot], options: Sequence[int], outcome: Outcome
) -> dict[str, Any]:
    """Return the head-to-head comparisons, and whether they would give another cut.

    Returns:
        "options" and "rows": the number of ballots that prefer the row's option to the column's.
        "winner": the option that beats every other option, or None. "cycle": without a winner, the
        leading options, which form a cycle or draw. "rule" and "top": the pairwise rule, and the
        options that make the cut by it. "differs": whether these differ from the winners; False
        while a tie is undecided.
    """
    check = check_pairwise(ballots, options, outcome)
    shared = [option for option in check.tied if option in outcome.winners]
    pairwise = compare(collect(ballots, options, BallotKind.RANKING))
    return {
        "options": list(pairwise.options),
        "rows": pairwise.as_rows(),
        "winner": check.condorcet_winner,
        "cycle": list(check.cycle),
        "rule": check.rule,
        "top": [*check.inside, *shared],
        "differs": not outcome.unresolved and not check.agrees,
    }
