"""The registry of rules, and `count`, the only function that runs them.

To add a rule, write a module that declares a `VotingRule`, list it here, teach
`docs/verify/verify.py` to count it, and describe it in `docs/methods/rules.md`. The tests fail
until every part exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from polling.voting.approval import APPROVAL
from polling.voting.approval_share import APPROVAL_SHARE, EligibleVoters
from polling.voting.ballots import Ballot, OptionId
from polling.voting.borda import BORDA
from polling.voting.equal_shares import EQUAL_SHARES
from polling.voting.hundred_points import HUNDRED_POINTS
from polling.voting.instant_runoff import INSTANT_RUNOFF
from polling.voting.kemeny import KEMENY
from polling.voting.outcome import Outcome
from polling.voting.positional import TOP_THREE_POINTS
from polling.voting.profile import InvalidContest, collect
from polling.voting.retired_rules import RETIRED, SUCCESSORS
from polling.voting.schulze import SCHULZE
from polling.voting.score import MEAN_SCORE, SCORE
from polling.voting.ties import TieBreaker, TiePolicy
from polling.voting.voting_rule import Description, VotingRule

_ALL = (
    TOP_THREE_POINTS,
    BORDA,
    SCHULZE,
    KEMENY,
    INSTANT_RUNOFF,
    APPROVAL,
    APPROVAL_SHARE,
    EQUAL_SHARES,
    SCORE,
    MEAN_SCORE,
    HUNDRED_POINTS,
)

RULES: Mapping[str, VotingRule] = MappingProxyType({rule.id: rule for rule in _ALL})

# The rules that an organizer can choose for a ranking.
OFFERED: Mapping[str, VotingRule] = MappingProxyType({r.id: r for r in _ALL if r.offered})

# The rules that may have counted a stored result.
DESCRIPTIONS: Mapping[str, Description] = MappingProxyType({**RETIRED, **RULES})

BY_SHARE = frozenset(rule.id for rule in _ALL if rule.decide_by_shares)


def offered_rule(rule_id: str) -> str:
    """Return the id of the rule that now counts a ranking for which this rule was chosen."""
    return SUCCESSORS.get(rule_id, rule_id)


def rule_of(rule_id: str, able: EligibleVoters | None) -> VotingRule:
    """Return the rule, bound to `able` (how many voters could choose each option) if it needs it.

    If `able` is None, everybody could choose everything, and shares have the same order as sums.

    Raises:
        KeyError: there is no rule with this id that can count.
    """
    rule = RULES[rule_id]
    if able is None or rule.decide_by_shares is None:
        return rule
    return replace(rule, decide=partial(rule.decide_by_shares, able=able))


def count(
    rule_id: str,
    ballots: Iterable[Ballot],
    options: Sequence[OptionId],
    places: int,
    *,
    tie_policy: TiePolicy | str = TiePolicy.DEFAULT,
    seed: int | str | None = None,
    able: EligibleVoters | None = None,
) -> Outcome:
    """Count the ballots of a contest by a rule and decide which options make the cut.

    The same arguments always give the same outcome; the order of the ballots does not matter. The
    order of the options only decides in which order equal options are listed.

    Args:
        rule_id: a key of `RULES`.
        ballots: ballots of the rule's kind, or abstentions.
        options: all options, including those that nobody names.
        places: how many options make the cut, at least 1.
        tie_policy: see `polling.voting.ties`.
        seed: the published seed of the tie policy "lot".
        able: how many voters could choose each option, for a rule by share; None for all.

    Raises:
        KeyError: there is no such rule.
        ValueError: there is no such tie policy, or the input cannot be counted (subclasses
            `InvalidBallot` and `InvalidContest`).

    >>> from polling.voting.ballots import RankedBallot
    >>> ballots = [RankedBallot(("b", "a")), RankedBallot(("a", "c")), RankedBallot(("a", "b"))]
    >>> count("top-three", ballots, ("a", "b", "c"), places=1).winners
    ('a',)
    """
    rule = rule_of(rule_id, able)
    if places < 1:
        raise InvalidContest("A contest has at least one place to win.")
    profile = collect(ballots, options, rule.ballot_kind)
    breaker = TieBreaker(profile, TiePolicy(tie_policy), seed)
    decision = rule.decide(profile, places, breaker)
    return Outcome(
        rule=rule.id,
        places=places,
        tie_policy=breaker.policy.value,
        ballots=len(profile.ballots),
        abstentions=profile.abstentions,
        winners=decision.winners,
        standings=tuple(decision.standings()),
        ties=decision.ties,
    )
