"""Queries for similar issues, and for other wordings of an issue."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from polling.core.db import stop_reading
from polling.duplicates.pairs import SimilarPair, waiting_pairs
from polling.duplicates.similarity import ALIKE_ISSUES, MANY
from polling.notes import queries as notes
from polling.notes.models import Note
from polling.setup import queries
from polling.workshop import queries as workshops
from polling.workshop.models import DismissedDuplicate, Issue, MergedIssue, Theme, Workshop
from polling.workshop.version_cache import cached_per_version, is_cached

SIMILAR = "similar issues"


@dataclass(frozen=True)
class IssueSource:
    """Other wordings of an issue: notes, and issues merged into it."""

    notes: list[Note] = field(default_factory=list)
    merged: list[MergedIssue] = field(default_factory=list)

    def count(self, issue: Issue) -> int:
        """The number of headlines other than the issue's own."""
        noted, merged = ([one.headline for one in some] for some in (self.notes, self.merged))
        return len({*noted, *merged} - {issue.headline})


def pairs(session: Session, workshop: Workshop) -> list[SimilarPair[Issue]]:
    """Return the undecided pairs of issues that can still change, most similar first."""
    every = workshops.themes(session, workshop.id)
    by_id = {issue.id: issue for theme in every for issue in theme.issues}
    if len(by_id) ** 2 > MANY and not is_cached(workshop, SIMILAR):
        stop_reading(session)
    found = cached_per_version(workshop, SIMILAR, lambda: _found(session, workshop.id, every))
    return [SimilarPair(by_id[first], by_id[second], percent) for first, second, percent in found]


def count(session: Session, workshop: Workshop) -> int:
    """Return the number of undecided pairs."""
    return len(pairs(session, workshop))


def _found(
    session: Session, workshop_id: int, every: list[Theme]
) -> list[tuple[int, int, int | None]]:
    """Return ids and per cent, because the cache must not contain rows."""
    frozen = queries.opened_themes(session, workshop_id)
    open_themes = (theme for theme in every if theme.id not in frozen)
    texts = {issue.id: issue.headline for theme in open_themes for issue in theme.issues}
    if not texts:
        return []
    rows = select(DismissedDuplicate.first_id, DismissedDuplicate.second_id)
    rows = rows.where(DismissedDuplicate.first_id.in_(texts))
    dismissed = {(first, second) for first, second in session.execute(rows)}
    ids = {issue_id: issue_id for issue_id in texts}
    if len(texts) ** 2 > MANY:
        stop_reading(session)
    found = waiting_pairs(ids, texts, dismissed, alike=ALIKE_ISSUES)
    return [(pair.first, pair.second, pair.percent) for pair in found]


def heard(session: Session, workshop_id: int) -> dict[int, IssueSource]:
    """Return the other wordings of each issue that has any, by its id."""
    found = {
        id_: IssueSource(notes=some) for id_, some in notes.of_issues(session, workshop_id).items()
    }
    for part in merged(session, workshop_id):
        found.setdefault(part.issue_id, IssueSource()).merged.append(part)
    return found


def merged(session: Session, workshop_id: int) -> list[MergedIssue]:
    """Return every merged issue, in the order of the merges."""
    query = select(MergedIssue).join(MergedIssue.issue).join(Issue.theme)
    ours = query.where(Theme.workshop_id == workshop_id).order_by(MergedIssue.id)
    return list(session.scalars(ours.options(contains_eager(MergedIssue.issue))))
