"""Descriptions of the voting rules, for organizers and voters."""

from typing import NamedTuple

from polling.core.i18n import LazyString, lazy
from polling.voting.ballots import BallotKind
from polling.voting.rules import DESCRIPTIONS


class RuleDescription(NamedTuple):
    """A rule's name, and a sentence that explains it."""

    name: LazyString
    explanation: LazyString


TIE_WORDS: dict[str, LazyString] = {
    "default": lazy("Decided by the ballots"),
    "refuse": lazy("Decided by the organizers"),
    "lot": lazy("Drawn by lot"),
}

KIND_WORDS: dict[BallotKind, LazyString] = {
    BallotKind.RANKING: lazy("Everybody ranks a few issues"),
    BallotKind.APPROVAL: lazy("Everybody taps the issues they support"),
    BallotKind.SCORE: lazy("Everybody scores each issue from 0 to 5"),
    BallotKind.POINTS: lazy("Everybody divides 100 points"),
}

RULE_WORDS: dict[str, RuleDescription] = {
    rule.id: RuleDescription(lazy(rule.title), lazy(rule.explanation))
    for rule in DESCRIPTIONS.values()
}
