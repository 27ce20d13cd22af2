"""How the sectors ranked, in words: what they share, and where one of them stands apart."""

from typing import Any

from polling.contests.models import Contest
from polling.contests.naming import Labels, named
from polling.contests.words import instead
from polling.i18n import _
from polling.voting.constituencies import COMMON_GROUND_PERCENT


def about_sectors(contest: Contest, labels: Labels) -> list[str]:
    """What there is to say, sentence by sentence; nothing where sectors were not compared."""
    split = contest.result.get("explained", {}).get("by_sector")
    if not split:
        return []
    winners = contest.result["outcome"]["winners"]
    equal = instead(_("If every sector weighed the same:"), split["equal"], winners, labels)
    equal = equal or _("If every sector weighed the same, the same issues would be in.")
    apart = [_apart(one, labels) for one in split["minority"]]
    return [sentence for sentence in (_common(split["common"], labels), equal, *apart) if sentence]


def _common(common: list[int], labels: Labels) -> str:
    if not common:
        return ""
    return _(
        "Common ground, named by at least %(percent)s %% of every sector: %(names)s.",
        percent=COMMON_GROUND_PERCENT,
        names=named(common, labels),
    )


def _apart(minority: dict[str, Any], labels: Labels) -> str:
    return _(
        "%(sector)s alone would have put in: %(names)s.",
        sector=minority["sector"],
        names=named(minority["options"], labels),
    )
