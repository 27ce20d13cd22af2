"""The rules by id, those that an organizer may choose, and `count`, the one way to run them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from polling.voting.approval import approval_points
from polling.voting.approval_share import Able, decide_by_shares
from polling.voting.ballots import MAX_SCORE, POINTS_TO_SPEND, Ballot, BallotKind, OptionId
from polling.voting.borda import borda_points
from polling.voting.decision import Decision, decide
from polling.voting.equal_shares import equal_shares
from polling.voting.hundred_points import hundred_points
from polling.voting.instant_runoff import instant_runoff
from polling.voting.kemeny import kemeny
from polling.voting.outcome import Outcome
from polling.voting.positional import TOP_THREE, top_three_points
from polling.voting.profile import InvalidContest, Profile, collect
from polling.voting.ranked_pairs import ranked_pairs
from polling.voting.schulze import schulze
from polling.voting.score import mean_score, score_points
from polling.voting.sequential_pav import sequential_pav
from polling.voting.stv import stv
from polling.voting.tally import Points, Tally, add_up
from polling.voting.ties import TieBreaker, TiePolicy

TallyOf = Callable[[Profile[Any]], Tally]
Decide = Callable[[Profile[Any], int, TieBreaker], Decision]


@dataclass(frozen=True, slots=True)
class Adding:
    """What makes a rule additive: the points of a ballot, and the most they can set apart.

    `widest` returns, for a number of options, the largest lead that one ballot can give to one
    option over another. With `able`, what is compared is the sum of an option divided by it.
    """

    points: Points
    widest: Callable[[int], int]
    able: Able | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A voting rule: its id, the ballots it takes, and how it decides.

    `adding` is there for rules that add up points ballot by ballot, and None for all others.
    `by_share` if it asks how many voters were able to choose each option (`rule_of`).
    """

    id: str
    ballot_kind: BallotKind
    decide: Decide
    adding: Adding | None = None
    by_share: bool = False


def _adding(rule_id: str, kind: BallotKind, points: Points, widest: Callable[[int], int]) -> Rule:
    tally_of = partial(add_up, points=points)
    return Rule(rule_id, kind, partial(_decide_by, tally_of), Adding(points, widest))


def _ordering(rule_id: str, kind: BallotKind, tally_of: TallyOf) -> Rule:
    return Rule(rule_id, kind, partial(_decide_by, tally_of))


def _decide_by(
    tally_of: TallyOf, profile: Profile[Any], places: int, breaker: TieBreaker
) -> Decision:
    return decide(tally_of(profile), places, breaker)


_ALL = (
    _adding("top-three", BallotKind.RANKING, top_three_points, lambda _: TOP_THREE[0]),
    _adding("borda", BallotKind.RANKING, borda_points, lambda options: options - 1),
    _ordering("schulze", BallotKind.RANKING, schulze),
    _ordering("ranked-pairs", BallotKind.RANKING, ranked_pairs),
    _ordering("kemeny", BallotKind.RANKING, kemeny),
    _ordering("instant-runoff", BallotKind.RANKING, instant_runoff),
    Rule("stv", BallotKind.RANKING, stv),
    _adding("approval", BallotKind.APPROVAL, approval_points, lambda _: 1),
    replace(
        _adding("approval-share", BallotKind.APPROVAL, approval_points, lambda _: 1),
        by_share=True,
    ),
    Rule("sequential-pav", BallotKind.APPROVAL, sequential_pav),
    Rule("equal-shares", BallotKind.APPROVAL, equal_shares),
    _adding("score", BallotKind.SCORE, score_points, lambda _: MAX_SCORE),
    _ordering("mean-score", BallotKind.SCORE, mean_score),
    _adding("hundred-points", BallotKind.POINTS, hundred_points, lambda _: POINTS_TO_SPEND),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _ALL})

BY_SHARE = frozenset(rule.id for rule in _ALL if rule.by_share)

# Where everybody can choose everything, a rule by share says the same as that by sums.
CHOICES: Mapping[str, Rule] = MappingProxyType({r.id: r for r in _ALL if not r.by_share})


def rule_of(rule_id: str, able: Able | None = None) -> Rule:
    """Return a rule for a contest, with how many voters were able to choose each of its options.

    Without that everybody was, and shares stand in the order of sums.

    Raises:
        KeyError: there is no such rule.
    """
    rule = RULES[rule_id]
    if able is None or not rule.by_share or rule.adding is None:
        return rule
    decide_shares = partial(decide_by_shares, able=able)
    return replace(rule, decide=decide_shares, adding=replace(rule.adding, able=able))


def count(
    rule_id: str,
    ballots: Iterable[Ballot],
    options: Sequence[OptionId],
    places: int,
    *,
    tie_policy: TiePolicy | str = TiePolicy.DEFAULT,
    seed: int | str | None = None,
    able: Able | None = None,
) -> Outcome:
    """Count the ballots of a contest by a rule and decide which options make the cut.

    The same arguments always give the same outcome, whatever the order of the ballots. The order
    of the options decides only in which order equal ones are listed.

    Args:
        rule_id: a key of `RULES`.
        ballots: of the rule's kind, or abstentions.
        options: all options, also those that nobody names.
        places: how many options make the cut, at least 1.
        tie_policy: see `polling.voting.ties`.
        seed: the published seed of the tie policy "lot".
        able: how many voters could choose each option, for a rule by share; None for all.

    Raises:
        KeyError: there is no such rule.
        ValueError: no such tie policy, or (as its subclasses `InvalidBallot` and
            `InvalidContest`) input that cannot be counted.

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
