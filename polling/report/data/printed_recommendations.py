"""Which recommendations are printed: by the rule, or by the organizers' decision."""

from collections.abc import Sequence

from polling.recommendations.models import Recommendation
from polling.report.data.vote_data import ContestStanding
from polling.report.options import ReportChoices

Ranked = tuple[Recommendation, ContestStanding | None]


def split(in_order: Sequence[Ranked], choices: ReportChoices) -> tuple[list[Ranked], list[Ranked]]:
    """Split an issue's recommendations, in their order, into printed and other ones."""
    printed: list[Ranked] = []
    left_out: list[Ranked] = []
    for place, ranked in enumerate(in_order, start=1):
        (printed if _is_printed(ranked, place, choices) else left_out).append(ranked)
    return printed, left_out


def _is_printed(ranked: Ranked, place: int, choices: ReportChoices) -> bool:
    one, standing = ranked
    if one.print_override is not None:
        return one.print_override
    within = choices.top is None or place <= choices.top
    return within and (standing is None or standing.support.percent >= choices.least_support)
