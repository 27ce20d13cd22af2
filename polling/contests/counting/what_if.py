"""What if: the same ballots, counted by the other rules.

Rules for the contest's own kind of ballot count the ballots as they are. Rules for approvals count
every ballot as one for the options that it supports. Others ask what these voters were not asked.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from polling.contests.counting.support import supported
from polling.voting import CHOICES, RULES, Rule, count
from polling.voting.ballots import Abstention, ApprovalBallot, Ballot, BallotKind, MarkedBallot
from polling.voting.kemeny import MOST_OPTIONS
from polling.voting.outcome import Outcome


def what_if(
    ballots: Sequence[Ballot], options: Sequence[int], outcome: Outcome
) -> list[dict[str, Any]]:
    """[{"rule", "winners", "ranks": {option id: rank}}] for each other rule that can count them."""
    marked = [ballot for ballot in ballots if not isinstance(ballot, Abstention)]
    return [
        _counted(rule, cast, options, outcome.places)
        for rule, cast in _countable(marked, len(options), outcome.rule)
    ]


def _countable(
    marked: list[MarkedBallot], options: int, official: str
) -> Iterator[tuple[Rule, Sequence[MarkedBallot]]]:
    kind = RULES[official].ballot_kind
    approvals = [ApprovalBallot(frozenset(supported(ballot))) for ballot in marked]
    for rule in CHOICES.values():
        if rule.id == official or (rule.id == "kemeny" and options > MOST_OPTIONS):
            continue
        if rule.ballot_kind is kind:
            yield rule, marked
        elif rule.ballot_kind is BallotKind.APPROVAL:
            yield rule, approvals


def _counted(
    rule: Rule, cast: Sequence[MarkedBallot], options: Sequence[int], places: int
) -> dict[str, Any]:
    found = count(rule.id, cast, options, places)
    return {
        "rule": rule.id,
        "winners": list(found.winners),
        "ranks": {str(one.option): one.rank for one in found.standings},
    }
