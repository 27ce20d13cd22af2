"""Queries for two stages: a contest per issue, rated by a part of the room; then the finalists."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests.concerns import undecided
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import CLOSED, OPEN, REVEALED, WAITING, Contest
from polling.contests.results import rating_figures
from polling.core.edit_conflicts import Values
from polling.core.query_cache import loaded_once
from polling.final_vote import queries
from polling.recommendations.models import Recommendation
from polling.voting.finalists import Finalists, choose
from polling.voting.ratings import Rating
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.settings import Settings


@dataclass(frozen=True)
class RatedIssue:
    """An issue with its contest and the rated recommendations, by id."""

    theme: Theme
    issue: Issue
    contest: Contest
    recommendations: dict[int, Recommendation]

    @cached_property
    def writers(self) -> frozenset[int]:
        """The groups that are authors on it."""
        written = electorate.authors(self.contest).values()
        return frozenset(group for groups in written for group in groups)

    @property
    def ratings(self) -> list[Rating]:
        """The ratings of its recommendations, once counted."""
        return ratings(self.contest)


def ratings(contest: Contest) -> list[Rating]:
    """Return the ratings of a counted contest, in the order of its options."""
    return rating_figures.ratings(contest) if contest.is_final else []


@loaded_once
def rated_issues(session: Session, workshop_id: int) -> list[RatedIssue]:
    """Return all issues of the first stage, in the order of themes and issues."""
    of_issue = {
        contest.rule["issue"]: contest
        for contest in queries.contests_of(session, workshop_id, RATING)
        if contest.options
    }
    known = queries.written(session, workshop_id) if of_issue else {}
    return [
        RatedIssue(theme, issue, contest, {one: known[one] for one in contest.options})
        for theme in workshops.themes(session, workshop_id)
        for issue in sorted(theme.issues, key=lambda one: (one.priority is None, one.priority))
        if (contest := of_issue.get(issue.id))
    ]


def is_open(all_issues: Iterable[RatedIssue]) -> bool:
    """Return whether the first stage is open."""
    return any(one.contest.state == OPEN for one in all_issues)


def are_counted(all_issues: Collection[RatedIssue]) -> bool:
    """Return whether the whole first stage is counted, and so final."""
    return bool(all_issues) and all(one.contest.is_final for one in all_issues)


def have_closed(all_issues: Collection[RatedIssue]) -> bool:
    """Return whether the first stage is over: closed, and perhaps counted."""
    return bool(all_issues) and all(
        one.contest.is_final or one.contest.state == CLOSED for one in all_issues
    )


def concerns_to_review(session: Session, workshop_id: int) -> int:
    """Return the number of concerns that no organizer has decided on. Until then, they are hidden.

    The same text on the same recommendation counts once.
    """
    counted = (one.contest for one in rated_issues(session, workshop_id) if one.contest.is_final)
    return sum(len(undecided(contest.result)) for contest in counted)


def proposed(session: Session, workshop: Workshop) -> Finalists:
    """Return the finalists proposed by the ratings."""
    wild_cards = Settings.model_validate(workshop.settings).wild_cards
    issues = rated_issues(session, workshop.id)
    return choose({one.issue.id: one.ratings for one in issues}, wild_cards)


def finalists(session: Session, workshop_id: int) -> Contest | None:
    """Return the contest of the second stage, once the finalists are confirmed."""
    found = queries.contests_of(session, workshop_id, FINALISTS)
    return found[0] if found else None


def confirmed(final: Contest | None) -> Values:
    """Return the confirmed finalists for the mark of the form; nothing before there are any."""
    return {"finalists": final.rule["titles"]} if final else {}


def phase(all_issues: list[RatedIssue], final: Contest | None) -> str:
    """Return the phase: waiting, rating, rated, between, finalists, closed, or revealed.

    "rated": the first stage has closed and can be reopened. "between": it is counted, and
    organizers choose the finalists. "closed": the second stage has closed.
    """
    if final and final.state != WAITING:
        return {OPEN: "finalists", REVEALED: "revealed"}.get(final.state, "closed")
    if is_open(all_issues):
        return "rating"
    if all(one.contest.state == REVEALED for one in all_issues) and all_issues:
        return "revealed"
    if are_counted(all_issues):
        return "between"
    return "rated" if have_closed(all_issues) else "waiting"


def phase_on_phones(
    all_issues: list[RatedIssue], final: Contest | None, unshown: frozenset[str]
) -> str:
    """Return the phase as phones show it, which is earlier while any result is unshown."""
    now = phase(all_issues, final)
    votes = {one.contest.id for one in all_issues} | ({final.id} if final else set())
    if now == "revealed" and votes & unshown:
        return "closed" if final else "between"
    return now
