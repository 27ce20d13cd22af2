"""The notes as an organizer sorts them: what waits, what it is like, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from polling.notes import queries as notes
from polling.notes.models import Note
from polling.recommendations.similarity import ALIKE_ISSUES, near_duplicates
from polling.setup import queries
from polling.workshop.models import Issue, Theme

MOST_ALIKE = 3  # are shown
MOST_AT_ONCE = 30  # notes on one page: each has all issues to choose from


@dataclass(frozen=True)
class SimilarIssue:
    """What a note is like: issues, the most alike first, and other notes that wait."""

    issues: list[Issue] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """The notes of a workshop, by what has become of them; beside those `shown`, `more` wait."""

    shown: list[tuple[Note, SimilarIssue]]
    more: int
    sorted: list[Note]
    dismissed: list[Note]


def board(session: Session, workshop_id: int, themes: list[Theme]) -> Board:
    """The notes; of those that wait, also what they are like among what can still change."""
    every = notes.notes(session, workshop_id)
    waiting = [note for note in every if note.waits]
    frozen = queries.opened_themes(session, workshop_id)
    issues = [issue for theme in themes if theme.id not in frozen for issue in theme.issues]
    alike = _alike(waiting, issues)
    return Board(
        shown=[(note, alike[note.id]) for note in waiting[:MOST_AT_ONCE]],
        more=len(waiting[MOST_AT_ONCE:]),
        sorted=[note for note in every if note.issue_id],
        dismissed=[note for note in every if note.dismissed],
    )


def _alike(waiting: Iterable[Note], issues: Iterable[Issue]) -> dict[int, SimilarIssue]:
    rows: dict[tuple[str, int], Note | Issue] = {("note", note.id): note for note in waiting}
    of = list(rows)
    rows |= {("issue", issue.id): issue for issue in issues}
    texts = {key: row.headline for key, row in rows.items()}
    found = defaultdict[int, SimilarIssue](SimilarIssue)
    for pair in near_duplicates(texts, of=of, alike=ALIKE_ISSUES):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one[0] == "note":
                _add(found[one[1]], rows[other])
    return found


def _add(alike: SimilarIssue, other: Note | Issue) -> None:
    if isinstance(other, Issue):
        shown: list[Issue] | list[Note] = alike.issues
    else:
        shown = alike.notes
    if len(shown) < MOST_ALIKE:
        shown.append(other)  # type: ignore[arg-type]
