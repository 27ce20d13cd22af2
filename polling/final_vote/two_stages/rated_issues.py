"""The first of two stages: a contest for each issue, in which a part of the room rates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests import queries as contests
from polling.contests.models import CLOSED, OPEN, RATING, Contest
from polling.contests.results import rating_figures
from polling.final_vote import queries
from polling.ranking.queries import own_order
from polling.recommendations.models import Recommendation
from polling.voting.ratings import Rating
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Theme


@dataclass(frozen=True)
class RatedIssue:
    """An issue with its contest and the recommendations that are rated, by id."""

    theme: Theme
    issue: Issue
    contest: Contest
    recommendations: dict[int, Recommendation]

    @property
    def writers(self) -> frozenset[int]:
        """The groups that wrote something on it."""
        written = electorate.authors(self.contest).values()
        return frozenset(group for groups in written for group in groups)

    @property
    def ratings(self) -> list[Rating]:
        """How its recommendations were rated, once that is counted."""
        return ratings(self.contest)


def ratings(contest: Contest) -> list[Rating]:
    """The ratings of a counted contest, in the order of its options."""
    return rating_figures.ratings(contest) if contest.is_final else []


def rated_issues(session: Session, workshop_id: int) -> list[RatedIssue]:
    """Every issue of the first stage, in the order of themes and issues."""
    of_issue = {
        contest.rule["issue"]: contest
        for contest in contests.contests(session, workshop_id, RATING)
        if contest.options
    }
    chosen = [option for contest in of_issue.values() for option in contest.options]
    known = queries.by_id(session, chosen)
    return [
        RatedIssue(theme, issue, contest, {one: known[one] for one in contest.options})
        for theme in workshops.themes(session, workshop_id)
        for issue in sorted(theme.issues, key=lambda one: (one.priority is None, one.priority))
        if (contest := of_issue.get(issue.id))
    ]


def asked(session: Session, all_issues: list[RatedIssue], voter: int) -> list[RatedIssue]:
    """The issues that somebody is asked about, in an order of their own phone's."""
    of_contest = {one.contest.id: one for one in all_issues}
    return [of_contest[one] for one in electorate.asked(session, of_contest, voter).get(voter, [])]


def own_paper(one: RatedIssue, voter: int) -> list[Recommendation]:
    """An issue's recommendations in an order of the phone's own."""
    return own_order(list(one.recommendations.values()), one.contest.id, voter)


def is_open(all_issues: Iterable[RatedIssue]) -> bool:
    """Whether people are rating."""
    return any(one.contest.state == OPEN for one in all_issues)


def are_counted(all_issues: Collection[RatedIssue]) -> bool:
    """Whether the whole first stage is counted, and so final."""
    return bool(all_issues) and all(one.contest.is_final for one in all_issues)


def have_closed(all_issues: Collection[RatedIssue]) -> bool:
    """Whether the first stage is over: closed, and perhaps counted."""
    return bool(all_issues) and all(
        one.contest.is_final or one.contest.state == CLOSED for one in all_issues
    )
