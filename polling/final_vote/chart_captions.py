"""The one-sentence captions of a final vote's charts: the finding and its limits."""

from collections.abc import Sequence

from polling.core.i18n import _, ngettext
from polling.final_vote.approvals import Approved
from polling.final_vote.two_stages.results import RatedRow


def of_order(order: Sequence[Approved]) -> str:
    """Return how many options cannot be separated from the first.

    These are the first and the options that follow it, up to one whose range does not overlap with
    that of the first. If all their shares are equal, they are tied.
    """
    if not order or not order[0].approvals:
        return _("Nobody made a choice.")
    overlaps = [row.interval[1] >= order[0].interval[0] for row in order]
    level = [*overlaps, False].index(False)
    if not any(overlaps[1:]):
        return _("The top recommendation is clearly ahead.")
    if level == 1:  # one further down had few voters, and so a wide range
        return _("The top recommendation is clearly ahead of the second.")
    if len({row.share for row in order[:level]}) == 1:
        return _("Tied: ranks 1–%(last)s", last=level)
    return _("Too close to call: ranks 1–%(last)s", last=level)


def of_tiers(rows: Sequence[RatedRow]) -> str:
    """Return how many recommendations share the first tier."""
    top = [row for row in rows if row.tier == 1]
    first = len(top)
    if first == 1:
        return _("The top recommendation is clearly ahead.")
    if len({row.rating.score for row in top}) == 1 and not any(row.between for row in top):
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
