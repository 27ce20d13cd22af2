"""Rules that are no longer offered. Results that they counted are shown as stored.

No new result is counted by them. A vote that is not counted yet uses the `successor`, the most
similar rule for the same kind of ballot (`docs/methods/rules.md` lists them). Mean score is
retired for rankings only: the first stage of a long final vote still uses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from polling.voting.ballots import BallotKind
from polling.voting.voting_rule import N_, Description, Unit


@dataclass(frozen=True, slots=True)
class RetiredRule(Description):
    """A retired rule; `successor` is the id of the rule used instead."""

    successor: str


_ALL = (
    RetiredRule(
        id="ranked-pairs",
        title=N_("Ranked pairs"),
        explanation=N_(
            "Issues are compared in pairs. The ranking is built from these results, "
            "clearest wins first."
        ),
        unit=Unit.WINS,
        ballot_kind=BallotKind.RANKING,
        successor="schulze",
    ),
    RetiredRule(
        id="stv",
        title=N_("Single transferable vote"),
        explanation=N_(
            "Proportional: every group of voters that is large enough gets one of its issues "
            "selected."
        ),
        unit=Unit.VOTES,
        ballot_kind=BallotKind.RANKING,
        successor="instant-runoff",
    ),
    RetiredRule(
        id="sequential-pav",
        title=N_("Proportional approval"),
        explanation=N_(
            "Each person can approve several issues. A ballot counts less after one of its "
            "choices wins."
        ),
        unit=Unit.APPROVALS,
        ballot_kind=BallotKind.APPROVAL,
        successor="equal-shares",
    ),
)

RETIRED: Mapping[str, RetiredRule] = MappingProxyType({rule.id: rule for rule in _ALL})

# Retired for rankings only: the id is still used elsewhere.
SUCCESSORS: Mapping[str, str] = MappingProxyType(
    {rule.id: rule.successor for rule in _ALL} | {"mean-score": "score"}
)
