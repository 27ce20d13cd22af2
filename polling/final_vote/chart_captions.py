"""The one sentence to each picture of a final vote: what it says, and how far one may read it."""

from collections.abc import Sequence

from polling.core.i18n import _, ngettext
from polling.final_vote.approvals import Approved
from polling.final_vote.two_stages.results import RatedRow
from polling.privacy.derived import COMMON_GROUND_PERCENT


def of_order(order: Sequence[Approved]) -> str:
    """How many may well be level with the first: their ranges overlap with its own."""
    if not order or not order[0].approvals:
        return _("Nobody has chosen anything.")
    low, high = order[0].interval
    level = sum(row.interval[1] >= low for row in order)
    if low == high:
        return _of_everybody(level)
    if level == 1:
        return _("The first stands clear of all others.")
    return ngettext(
        "The first %(num)s may well be level: its range overlaps with that of the first.",
        "The first %(num)s may well be level: the range of each overlaps with that of the first.",
        level,
    )


def _of_everybody(level: int) -> str:
    """Where all who could choose the first have voted, nothing is left to chance."""
    if level == 1:
        return _("The first is ahead of all others: everybody has voted.")
    return ngettext(
        "The first %(num)s is level: everybody has voted.",
        "The first %(num)s are level: everybody has voted.",
        level,
    )


def of_tiers(rows: Sequence[RatedRow]) -> str:
    """How many share the first tier."""
    first = sum(row.tier == 1 for row in rows)
    if first == 1:
        return _("One recommendation stands ahead of all others.")
    if all(row.between is None for row in rows if row.tier == 1):
        return ngettext(
            "%(num)s recommendation is first: everybody has rated it.",
            "%(num)s recommendations are level: everybody has rated them.",
            first,
        )
    return ngettext(
        "%(num)s recommendation is in the first tier: within it, differences may be chance.",
        "%(num)s recommendations share the first tier: between them, differences may be chance.",
        first,
    )


def of_common(rows: Sequence[RatedRow]) -> str:
    """How many have support everywhere."""
    if not rows:
        return _(
            "No recommendation has %(percent)s %% support in every sector that is large enough.",
            percent=COMMON_GROUND_PERCENT,
        )
    return ngettext(
        "%(num)s recommendation has at least %(percent)s %% support in every sector that is "
        "large enough.",
        "%(num)s recommendations have at least %(percent)s %% support in every sector that is "
        "large enough.",
        len(rows),
        percent=COMMON_GROUND_PERCENT,
    )


def of_disputed(rows: Sequence[RatedRow]) -> str:
    """How many divide the room."""
    if not rows:
        return _("No recommendation divides the room.")
    return ngettext(
        "%(num)s recommendation divides the room: a quarter or more want it now, and as many do "
        "not.",
        "%(num)s recommendations divide the room: of each a quarter or more want it now, and as "
        "many do not.",
        len(rows),
    )
