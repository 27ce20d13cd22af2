"""The one-sentence captions of a final vote's charts: the finding and its limits."""

from collections.abc import Sequence

from polling.core.i18n import _, ngettext
from polling.final_vote.approvals import Approved
from polling.final_vote.two_stages.results import RatedRow


def of_order(order: Sequence[Approved]) -> str:
    """Return how many options cannot be separated from the first, because their ranges overlap.

    If all who could choose the first have voted, there is no margin of error: these are ties.
    """
    if not order or not order[0].approvals:
        return _("Nobody made a choice.")
    low, high = order[0].interval
    level = sum(row.interval[1] >= low for row in order)
    if level == 1:
        return _("The top recommendation is clearly ahead.")
    if low == high:
        return _("Tied: ranks 1–%(last)s", last=level)
    return _("Too close to call: ranks 1–%(last)s", last=level)


def of_tiers(rows: Sequence[RatedRow]) -> str:
    """Return how many recommendations share the first tier."""
    first = sum(row.tier == 1 for row in rows)
    if first == 1:
        return _("The top recommendation is clearly ahead.")
    if all(row.between is None for row in rows if row.tier == 1):
        return _("Tied: ranks 1–%(last)s", last=first)
    return ngettext(
        "%(num)s recommendation is in the top tier.",
        "%(num)s recommendations share the top tier.",
        first,
    )


def of_broad(rows: Sequence[RatedRow]) -> str:
    """Return how many have broad support."""
    if not rows:
        return _("None.")
    return ngettext(
        "%(num)s recommendation has broad support: a majority overall and at least half of "
        "every sector.",
        "%(num)s recommendations have broad support: a majority overall and at least half of "
        "every sector.",
        len(rows),
    )


def of_split(rows: Sequence[RatedRow]) -> str:
    """Return how many split the room on timing."""
    if not rows:
        return _("None.")
    return ngettext(
        "Opinions differ on the timing of %(num)s recommendation: many people want it now, and "
        "many want it later.",
        "Opinions differ on the timing of %(num)s recommendations: many people want them now, "
        "and many want them later.",
        len(rows),
    )
