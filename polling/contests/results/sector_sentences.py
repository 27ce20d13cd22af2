"""Sentences about the sectors: what they have in common, and where they differ."""

from polling.contests.models import Contest
from polling.contests.results.option_labels import Labels, named
from polling.core.default_texts import translate_default
from polling.core.i18n import _
from polling.privacy.sector_findings import COMMON_GROUND_PERCENT


def about_sectors(contest: Contest, labels: Labels) -> list[str]:
    """Return the sentences; none if the room was not split into sectors."""
    explained = contest.result.get("explained", {})
    split = explained.get("by_sector")
    if not split:
        return [_omitted()] if "by_sector" in explained and contest.result.get("sectors") else []
    cut = contest.winners
    apart = [_apart(one["sector"], one["options"], cut, labels) for one in split["minority"]]
    common = _common(split["common"], labels)
    equal, rounding = _equal(split["equal"], cut, labels), _rounding(split.get("rounded_to", []))
    said = [_asked(split.get("question", "")), common, equal, *apart, rounding]
    return [sentence for sentence in said if sentence]


def _omitted() -> str:
    return _("Figures by sector are left out, because they could show how people voted.")


def _equal(top: list[int], cut: list[int], labels: Labels) -> str:
    if set(top) == set(cut):
        return _("Giving all sectors the same weight would not change the result.")
    return _(
        "If all sectors had the same weight, these options would have the most support: %(names)s.",
        names=named(top, labels),
    )


def _rounding(steps: list[int]) -> str:
    if not steps:
        return ""
    fewest, most = min(steps), max(steps)
    if fewest == most:
        return _("Counts by sector are rounded to multiples of %(num)s.", num=most)
    return _(
        "Counts by sector are rounded to multiples of %(num)s. In large sectors, they are rounded "
        "to multiples of up to %(most)s.",
        num=fewest,
        most=most,
    )


def _asked(question: str) -> str:
    """Return the question by which the room is split, if it is not the sector."""
    if not question:
        return ""
    words = translate_default(question)
    return _("Sectors are based on the answers to “%(question)s”.", question=words)


def _common(common: list[int], labels: Labels) -> str:
    if not common:
        return ""
    return _(
        "Chosen by at least %(percent)s%% of voters in every sector shown: %(names)s.",
        percent=COMMON_GROUND_PERCENT,
        names=named(common, labels),
    )


def _apart(sector: str, options: list[int], cut: list[int], labels: Labels) -> str:
    missed = [option for option in options if option not in cut]
    if not missed:
        return ""  # the organizers added it
    return _(
        "If only ballots from the sector “%(sector)s” had been counted, these would have been "
        "selected: %(names)s.",
        sector=translate_default(sector),
        names=named(missed, labels),
    )
