"""Voting rules, pure: ballots in, an outcome out. No web, no database, no clock, no chance.

`count` runs any of `RULES` on ballots and returns an `Outcome`: who makes the cut, where every
option stands, and how ties were settled. How far an outcome can be relied on, `check` (head to
head), `margin`, `stability` and `agreement` say. `docs/methods/rules.md` says all of it in plain
words.

All arithmetic is exact (`int` and `Fraction`), except for the resampling in `stability`.
"""

from polling.voting.ballots import (
    Abstention,
    ApprovalBallot,
    Ballot,
    BallotKind,
    InvalidBallot,
    Number,
    OptionId,
    PointsBallot,
    RankedBallot,
    ScoreBallot,
)
from polling.voting.outcome import Outcome, Standing, StepName, Tie, TieStep
from polling.voting.profile import InvalidContest
from polling.voting.rules import DESCRIPTIONS, OFFERED, RULES, count
from polling.voting.ties import TiePolicy
from polling.voting.voting_rule import VotingRule

__all__ = [
    "DESCRIPTIONS",
    "OFFERED",
    "RULES",
    "Abstention",
    "ApprovalBallot",
    "Ballot",
    "BallotKind",
    "InvalidBallot",
    "InvalidContest",
    "Number",
    "OptionId",
    "Outcome",
    "PointsBallot",
    "RankedBallot",
    "ScoreBallot",
    "Standing",
    "StepName",
    "Tie",
    "TiePolicy",
    "TieStep",
    "VotingRule",
    "count",
]
