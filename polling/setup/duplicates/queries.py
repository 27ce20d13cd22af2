"""Which issues say nearly the same, and in which other words an issue was heard."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.notes import queries as notes
from polling.notes.models import Note
from polling.recommendations.similarity import ALIKE_ISSUES, near_duplicates
from polling.setup import queries
from polling.workshop import queries as workshops
from polling.workshop.models import DismissedDuplicate, Issue, MergedIssue, Theme, Workshop
from polling.workshop.versions import cached_per_version


@dataclass(frozen=True)
class Pair:
    """Two issues that say nearly the same, in the workshop's order."""

    first: Issue
    second: Issue
    percent: int


@dataclass(frozen=True)
class IssueSource:
    """The other words in which an issue was heard: notes, and issues that became part of it."""

    notes: list[Note] = field(default_factory=list)
    merged: list[MergedIssue] = field(default_factory=list)

    def count(self, issue: Issue) -> int:
        """How many other headlines than the issue's own there are."""
        noted, merged = ([one.headline for one in some] for some in (self.notes, self.merged))
        return len({*noted, *merged} - {issue.headline})


def pairs(session: Session, workshop: Workshop) -> list[Pair]:
    """The pairs that nobody has looked at, of issues that can still change; most alike first."""
    every = workshops.themes(session, workshop.id)
    by_id = {issue.id: issue for theme in every for issue in theme.issues}
    found = cached_per_version(
        workshop, "alike issues", lambda: _found(session, workshop.id, every)
    )
    return [Pair(by_id[first], by_id[second], percent) for first, second, percent in found]


def count(session: Session, workshop: Workshop) -> int:
    """How many pairs there are to look at."""
    return len(pairs(session, workshop))


def _found(session: Session, workshop_id: int, every: list[Theme]) -> list[tuple[int, int, int]]:
    frozen = queries.opened_themes(session, workshop_id)
    texts = {
        issue.id: issue.headline
        for theme in every
        if theme.id not in frozen
        for issue in theme.issues
    }
    seen = select(DismissedDuplicate.first_id, DismissedDuplicate.second_id)
    apart = {
        tuple(row) for row in session.execute(seen.where(DismissedDuplicate.first_id.in_(texts)))
    }
    return [
        (pair.first, pair.second, round(pair.likeness))
        for pair in near_duplicates(texts, alike=ALIKE_ISSUES)
        if in_order(pair.first, pair.second) not in apart
    ]


def in_order(one: int, other: int) -> tuple[int, int]:
    """Two issues' ids, the older first."""
    return min(one, other), max(one, other)


def heard(session: Session, workshop_id: int) -> dict[int, IssueSource]:
    """The other words of each issue that has any, by its id."""
    found = {
        id_: IssueSource(notes=some) for id_, some in notes.of_issues(session, workshop_id).items()
    }
    for part in merged(session, workshop_id):
        found.setdefault(part.issue_id, IssueSource()).merged.append(part)
    return found


def merged(session: Session, workshop_id: int) -> list[MergedIssue]:
    """Every issue that became part of another, in the order in which they did."""
    ours = MergedIssue.issue.has(Issue.theme.has(Theme.workshop_id == workshop_id))
    return list(session.scalars(select(MergedIssue).where(ours).order_by(MergedIssue.id)))
