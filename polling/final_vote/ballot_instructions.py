"""What somebody is asked to do with a ballot, in words that are true of what they can do with it.

Members of most groups do not vote on their group's work, so one phone may have less to choose from
than another.
"""

from dataclasses import dataclass

from polling.contests.electorate import authors
from polling.contests.models import Contest
from polling.core.i18n import LazyString, _, lazy, ngettext
from polling.privacy.ballots import FEWEST_ALIKE

TIES: dict[str, LazyString] = {
    "default": lazy("Equal shares for the last place go in together."),
    "refuse": lazy("If shares are equal for the last place, the organizers decide and say why."),
    "lot": lazy("Equal shares for the last place are drawn by lot, as anybody can check."),
}


@dataclass(frozen=True)
class Task:
    """The sentence above the ballot, and how many of its options can be chosen."""

    words: str
    most: int


def choosable(contest: Contest, group_id: int | None) -> int:
    """How many of the options somebody of this group can vote on."""
    written_by = authors(contest)
    return sum(group_id not in written_by.get(option, ()) for option in contest.options)


def approve(contest: Contest, group_id: int | None) -> Task:
    """Approve a theme's recommendations."""
    open_to_me = choosable(contest, group_id)
    most = min(contest.rule["most"], open_to_me)
    if open_to_me == 1:
        return Task(_("There is one for you to judge: choose it if it should come first."), most)
    if open_to_me == most:
        return Task(_("Choose those that should come first: as many of them as you like."), most)
    words = ngettext(
        "Choose the one that should come first.",
        "Choose up to %(num)s that should come first.",
        most,
    )
    return Task(words, most)


def counting(contest: Contest) -> str:
    """How the approvals of a theme become an order, to those who give them."""
    places = ngettext(
        "One stands out in the end: chosen by the largest share of those who could choose it.",
        "%(num)s stand out in the end: chosen by the largest shares of those who could.",
        contest.rule["places"],
    )
    return " ".join([places, _own_work(contest), str(TIES[contest.rule["tie_policy"]])])


def _own_work(contest: Contest) -> str:
    own = _("What your own group wrote is for the others to judge.")
    if not contest.rule.get("small_groups"):
        return own
    small = _(
        "In a group of fewer than %(fewest)s you vote on it too: otherwise your ballot would show "
        "your group.",
        fewest=FEWEST_ALIKE,
    )
    return f"{own} {small}"


def choose_finalists(contest: Contest, group_id: int | None) -> Task:
    """Approve the finalists of the second stage."""
    open_to_me = choosable(contest, group_id)
    most = min(contest.rule["most"], open_to_me)
    if open_to_me <= most:
        return Task(_("Choose as many of the finalists as you like."), most)
    words = ngettext(
        "Choose %(num)s of %(all)s finalists.",
        "Choose up to %(num)s of %(all)s finalists.",
        most,
        all=open_to_me,
    )
    return Task(words, most)


def rate(contest: Contest, group_id: int | None) -> Task:
    """Rate an issue's recommendations; here `most` is how many can be a priority."""
    open_to_me = choosable(contest, group_id)
    most = min(contest.rule["priorities"], open_to_me)
    if open_to_me <= 1:
        return Task(_("What should be done about it?"), most)
    words = ngettext(
        "What should be done about it? At most one can be a priority.",
        "What should be done about it? At most %(num)s of the %(all)s can be a priority.",
        most,
        all=open_to_me,
    )
    return Task(words, most)
