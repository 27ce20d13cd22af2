"""What a rule counts, in words: points, wins, votes."""

from fractions import Fraction

from polling.contests.payloads import HIGHEST_SCORE
from polling.i18n import LazyString, _, decimal, lazy

UNITS: dict[str, LazyString] = {
    "schulze": lazy("%(score)s wins"),
    "ranked-pairs": lazy("%(score)s wins"),
    "kemeny": lazy("%(score)s wins"),
    "instant-runoff": lazy("%(score)s votes"),
    "stv": lazy("%(score)s votes"),
    "approval": lazy("%(score)s approvals"),
    "sequential-pav": lazy("%(score)s approvals"),
    "equal-shares": lazy("%(score)s approvals"),
}


def as_number(score: int | str) -> float:
    """A score as it is stored, which is a text where it is a fraction: "7/2"."""
    return float(Fraction(score))


def score_words(rule: str, score: int | str) -> str:
    """A score with what it counts: "142 points", "6.5 wins", "4.12 of 5"."""
    number = decimal(as_number(score))
    if rule == "mean-score":
        return _("%(score)s of %(highest)s", score=number, highest=HIGHEST_SCORE)
    return str(UNITS.get(rule, lazy("%(score)s points"))) % {"score": number}
