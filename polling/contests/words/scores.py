"""What a rule counts, in words: points, wins, votes."""

from fractions import Fraction
from math import ceil

from polling.contests.payloads import HIGHEST_SCORE
from polling.i18n import _, decimal, ngettext

WINS = frozenset({"schulze", "ranked-pairs", "kemeny"})
VOTES = frozenset({"instant-runoff", "stv"})
APPROVALS = frozenset({"approval", "sequential-pav", "equal-shares"})


def as_number(score: int | str) -> float:
    """A score as it is stored, which is a text where it is a fraction: "7/2"."""
    return float(Fraction(score))


def score_words(rule: str, score: int | str) -> str:
    """A score with what it counts: "142 points", "1 win", "6.5 wins", "4.12 of 5"."""
    number = as_number(score)
    if rule == "approval-share":
        return _("%(percent)s %%", percent=round(100 * number))
    if rule == "mean-score":
        return _("%(score)s of %(highest)s", score=decimal(number), highest=HIGHEST_SCORE)
    many = int(number) if number.is_integer() else max(2, ceil(number))  # 0.5 points: no singular
    return _counted(rule, many, decimal(number))


def _counted(rule: str, many: int, score: str) -> str:
    if rule in WINS:
        return ngettext("%(score)s win", "%(score)s wins", many, score=score)
    if rule in VOTES:
        return ngettext("%(score)s vote", "%(score)s votes", many, score=score)
    if rule in APPROVALS:
        return ngettext("%(score)s approval", "%(score)s approvals", many, score=score)
    return ngettext("%(score)s point", "%(score)s points", many, score=score)
