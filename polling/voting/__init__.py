"""Voting rules as pure functions: ballots in, an outcome out.

This package uses no web framework, no database, no clock and no unseeded randomness.

`count` runs any of `RULES` on ballots and returns an `Outcome`: the options that make the cut, the
rank of every option, and how ties were settled. `check` (head to head), `margin`, `stability` and
`agreement` measure how reliable an outcome is. `docs/methods/rules.md` explains all of this in
plain words.

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
