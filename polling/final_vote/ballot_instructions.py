"""The instructions of a ballot, which depend on what its voter can choose.

Members of most groups do not vote on their group's work, so phones may have different options.
"""

from dataclasses import dataclass

from polling.contests.electorate import authors
from polling.contests.models import Contest
from polling.core.i18n import LazyString, _, lazy, ngettext
from polling.privacy.omitted_options import FEWEST_ALIKE

TIES: dict[str, LazyString] = {
    "default": lazy("If there is a tie for the last winning place, all tied options win."),
    "refuse": lazy(
        "If there is a tie for the last winning place, the organizers decide and say why."
    ),
    "lot": lazy("Ties for the last winning place are broken by lot. Anyone can check the draw."),
}


@dataclass(frozen=True)
class Task:
    """The sentence above the ballot, and how many of its options can be chosen."""

    words: str
    most: int


def choosable(contest: Contest, group_id: int | None) -> int:
    """Return how many options a member of this group can vote on."""
    written_by = authors(contest)
    return sum(group_id not in written_by.get(option, ()) for option in contest.options)


def approve(contest: Contest, group_id: int | None) -> Task:
    """Return the task of approving a theme's recommendations."""
    open_to_me = choosable(contest, group_id)
    most = min(contest.rule["most"], open_to_me)
    if open_to_me == 1:
        return Task(
            _("You can vote on one recommendation here. Choose it if it should come first."), most
        )
    if open_to_me == most:
        return Task(
            _("Choose the recommendations that should come first, as many as you like."),
            most,
        )
    words = ngettext(
        "Choose the recommendation that should come first.",
        "Choose up to %(num)s recommendations that should come first.",
        most,
    )
    return Task(words, most)


def counting(contest: Contest) -> str:
    """Explain to voters how a theme's approvals become an order."""
    places = ngettext(
        "The top recommendation is the one chosen by the largest share of eligible voters.",
        "The top %(num)s are those chosen by the largest shares of eligible voters.",
        contest.rule["places"],
    )
    return " ".join([places, _own_work(contest), str(TIES[contest.rule["tie_policy"]])])


def _own_work(contest: Contest) -> str:
    if not contest.rule.get("small_groups"):
        return _("You cannot vote on your own group’s recommendations.")
    return _(
        "You cannot vote on your own group’s recommendations, unless it has fewer than %(fewest)s "
        "members. This keeps their ballots secret.",
        fewest=FEWEST_ALIKE,
    )


def choose_finalists(contest: Contest, group_id: int | None) -> Task:
    """Return the task of approving the finalists of the second stage."""
    open_to_me = choosable(contest, group_id)
    most = min(contest.rule["most"], open_to_me)
    if open_to_me <= most:
        words = _(
            "Choose as many as you like of these recommendations, which were selected in the first "
            "stage."
        )
        return Task(words, most)
    words = ngettext(
        "Choose %(num)s of %(all)s recommendations selected in the first stage.",
        "Choose up to %(num)s of %(all)s recommendations selected in the first stage.",
        most,
        all=open_to_me,
    )
    return Task(words, most)


def rate(contest: Contest, group_id: int | None) -> Task:
    """Return the task of rating an issue's recommendations; `most` of them may be a priority."""
    open_to_me = choosable(contest, group_id)
    most = min(contest.rule["priorities"], open_to_me)
    if open_to_me <= 1:
        return Task(_("Rate each recommendation."), most)
    words = ngettext(
        "Rate each recommendation. At most one can be “priority now”.",
        "Rate each recommendation. At most %(num)s of the %(all)s can be “priority now”.",
        most,
        all=open_to_me,
    )
    return Task(words, most)
