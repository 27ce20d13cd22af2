"""The notes that an organizer sorts: unsorted ones, similar ones, and sorted ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from polling.core.db import stop_reading
from polling.duplicates.similarity import ALIKE_ISSUES, MANY, near_duplicates
from polling.notes import queries as notes
from polling.notes.models import Note
from polling.setup import queries
from polling.workshop.models import Issue, Theme

MOST_ALIKE = 3  # are shown
MOST_AT_ONCE = 30  # notes on one page; each lists all issues to choose from


@dataclass(frozen=True)
class SimilarIssue:
    """The items similar to a note: issues (most similar first), and other unsorted notes."""

    issues: list[Issue] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """The notes of a workshop, by state; `more` is the number of unsorted notes not `shown`.

    `written` is the number of notes of each link, by its id.
    """

    shown: list[tuple[Note, SimilarIssue]]
    more: int
    sorted: list[Note]
    dismissed: list[Note]
    written: Mapping[int | None, int]

    @property
    def waiting(self) -> int:
        """Return the number of unsorted notes."""
        return len(self.shown) + self.more


def board(session: Session, workshop_id: int, themes: list[Theme]) -> Board:
    """Return the notes; unsorted ones with similar items that can still change."""
    every = notes.notes(session, workshop_id)
    waiting = [note for note in every if note.waits]
    frozen = queries.opened_themes(session, workshop_id)
    issues = [issue for theme in themes if theme.id not in frozen for issue in theme.issues]
    shown = waiting[:MOST_AT_ONCE]
    if len(shown) * (len(waiting) + len(issues)) > MANY:
        stop_reading(session)
    alike = _alike(shown, waiting, issues)
    return Board(
        shown=[(note, alike[note.id]) for note in shown],
        more=len(waiting[MOST_AT_ONCE:]),
        sorted=[note for note in every if note.issue_id],
        dismissed=[note for note in every if note.dismissed],
        written=Counter(note.link_id for note in every),
    )


def _alike(
    shown: Iterable[Note], waiting: Iterable[Note], issues: Iterable[Issue]
) -> dict[int, SimilarIssue]:
    rows: dict[tuple[str, int], Note | Issue] = {("note", note.id): note for note in waiting}
    of = {("note", note.id) for note in shown}
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
