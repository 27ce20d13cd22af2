"""Labels of options and scores within a sentence."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from polling.contests.forms import HIGHEST_SCORE
from polling.core.i18n import _, decimal, listed, ngettext
from polling.voting.rules import DESCRIPTIONS
from polling.voting.voting_rule import Unit

Labels = Mapping[int, str]


def named(options: Iterable[int], labels: Labels) -> str:
    """Return the labels of options as one phrase."""
    return listed([f"“{label_of(option, labels)}”" for option in options])


def label_of(option: int, labels: Labels) -> str:
    """Return the label of one option."""
    return labels.get(option) or _("deleted")


def as_number(score: int | str) -> float:
    """Return a stored score as a number; a fraction is stored as text: "7/2"."""
    return float(Fraction(score))


def score_words(rule: str, score: int | str) -> str:
    """Return a score with its unit: "142 points", "1 win", "6.5 wins", "4.12 of 5".

    Raises:
        KeyError: there is no such rule.
    """
    number = as_number(score)
    many = int(number) if number.is_integer() else max(2, ceil(number))  # 0.5 points: plural
    amount = decimal(number)
    match DESCRIPTIONS[rule].unit:
        case Unit.POINTS:
            return ngettext("%(score)s point", "%(score)s points", many, score=amount)
        case Unit.WINS:
            return ngettext("%(score)s win", "%(score)s wins", many, score=amount)
        case Unit.VOTES:
            return ngettext("%(score)s vote", "%(score)s votes", many, score=amount)
        case Unit.APPROVALS:
            return ngettext("%(score)s approval", "%(score)s approvals", many, score=amount)
        case Unit.SHARE:
            return _("%(percent)s%%", percent=round(100 * number))
        case Unit.MEAN:
            return _("%(count)s of %(of)s", count=amount, of=HIGHEST_SCORE)
