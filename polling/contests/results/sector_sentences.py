"""How the sectors voted, in words: what they share, and where one of them stands apart."""

from polling.contests.counting.cut import winners
from polling.contests.models import FINALISTS, Contest
from polling.contests.results.option_names import Labels, named
from polling.core.i18n import _
from polling.privacy.derived import COMMON_GROUND_PERCENT


def about_sectors(contest: Contest, labels: Labels) -> list[str]:
    """What there is to say, sentence by sentence; nothing where sectors were not compared."""
    split = contest.result.get("explained", {}).get("by_sector")
    if not split:
        return []
    cut = winners(contest)
    apart = [_apart(one["sector"], one["options"], cut, labels) for one in split["minority"]]
    common = _common(split["common"], labels, is_choice=contest.kind == FINALISTS)
    equal, rounding = _equal(split["equal"], cut, labels), _rounding(split.get("rounded_to", []))
    said = [_asked(split.get("question", "")), common, equal, *apart, rounding]
    return [sentence for sentence in said if sentence]


def _equal(top: list[int], cut: list[int], labels: Labels) -> str:
    if set(top) == set(cut):
        return _("If every sector weighed the same, the cut would have the most support too.")
    return _(
        "If every sector weighed the same, these would have the most support: %(names)s.",
        names=named(top, labels),
    )


def _rounding(steps: list[int]) -> str:
    if not steps:
        return ""
    fewest, most = min(steps), max(steps)
    if fewest == most:
        return _("Numbers by sector are rounded to multiples of %(num)s.", num=most)
    return _(
        "Numbers by sector are rounded to multiples of %(num)s, in large sectors up to %(most)s.",
        num=fewest,
        most=most,
    )


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
        return ""  # the organizers have put it in
    return _(
        "Among the most supported in %(sector)s, but not in the cut: %(names)s.",
        sector=sector,
        names=named(missed, labels),
    )
