"""How the sectors voted, in words: what they share, and where one of them stands apart."""

from polling.contests.counting.cut import winners
from polling.contests.models import FINALISTS, Contest
from polling.contests.words.naming import Labels, named
from polling.contests.words.result import instead
from polling.i18n import _
from polling.voting.constituencies import COMMON_GROUND_PERCENT


def about_sectors(contest: Contest, labels: Labels) -> list[str]:
    """What there is to say, sentence by sentence; nothing where sectors were not compared."""
    split = contest.result.get("explained", {}).get("by_sector")
    if not split:
        return []
    cut = winners(contest)
    equal = instead(_("If every sector weighed the same:"), split["equal"], cut, labels)
    equal = equal or _("If every sector weighed the same, the cut would be the same.")
    apart = [_apart(one["sector"], one["options"], cut, labels) for one in split["minority"]]
    common = _common(split["common"], labels, is_choice=contest.kind == FINALISTS)
    said = [_asked(split.get("question", "")), common, equal, *apart]
    return [sentence for sentence in said if sentence]


def _asked(question: str) -> str:
    """What is meant by sectors, where it is another question that splits the room."""
    if not question:
        return ""
    return _("A sector is here what people answered to “%(question)s”.", question=question)


def _common(common: list[int], labels: Labels, *, is_choice: bool) -> str:
    """Chosen by so many of every sector, among many that they like, is more than common ground."""
    if not common:
        return ""
    if is_choice:
        return _(
            "Chosen by at least %(percent)s %% of every large enough sector: %(names)s.",
            percent=COMMON_GROUND_PERCENT,
            names=named(common, labels),
        )
    return _(
        "Common ground, named by at least %(percent)s %% of every large enough sector: %(names)s.",
        percent=COMMON_GROUND_PERCENT,
        names=named(common, labels),
    )


def _apart(sector: str, options: list[int], cut: list[int], labels: Labels) -> str:
    missed = [option for option in options if option not in cut]
    if not missed:
        return ""  # what it would have put in is in, by the organizers' decision
    return _(
        "%(sector)s alone would have put in: %(names)s.",
        sector=sector,
        names=named(missed, labels),
    )
