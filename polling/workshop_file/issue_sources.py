"""Export and import the notes and merged issues behind each issue."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from polling.core.bulk_statements import insert_all
from polling.core.text import comparison_key
from polling.notes import schema
from polling.notes.models import Note
from polling.workshop.models import Issue, MergedIssue, Theme, Workshop
from polling.workshop_file import schema as files

Tree = dict[str, Any]
AT_THE_END = 40  # the position of a restored merged issue; a theme has no more issues


class Provenance:
    """The notes and merged issues of a workshop, in the file's format."""

    def __init__(self, session: Session, workshop: Workshop) -> None:
        query = select(Note).where(Note.workshop_id == workshop.id).order_by(Note.id)
        self._notes = defaultdict[int | None, list[Note]](list)
        for note in session.scalars(query):
            self._notes[note.issue_id].append(note)
        parts = select(MergedIssue).join(MergedIssue.issue).join(Issue.theme)
        mine = parts.where(Theme.workshop_id == workshop.id).order_by(MergedIssue.id)
        self._parts = defaultdict[int, list[MergedIssue]](list)
        for part in session.scalars(mine):
            self._parts[part.issue_id].append(part)
        self._titles = {theme.id: theme.title for theme in workshop.themes}

    def unsorted(self) -> list[Tree]:
        """Return the notes without an issue."""
        return [
            {**self._words(note), "aside": note.dismissed, "reason": note.reason}
            for note in self._notes[None]
        ]

    def of(self, issue: Issue) -> Tree:
        """Return the sources of an issue."""
        parts = self._parts[issue.id]
        places = {part.id: place for place, part in enumerate(parts, start=1)}
        return {
            "notes": [
                self._words(note)
                | {"gained": note.contribution, "came_with": places.get(note.merged_issue_id or 0)}
                for note in self._notes[issue.id]
            ],
            "merged_from": [
                {
                    "headline": part.headline,
                    "short": part.short,
                    "rationale": part.rationale,
                    "sources": part.sources,
                    "theme": self._titles.get(part.theme_id or 0),
                    "gained": part.contribution,
                    "came_with": places.get(part.parent_id or 0),
                }
                for part in parts
            ],
        }

    def _words(self, note: Note) -> Tree:
        return {
            "headline": note.headline,
            "detail": note.detail,
            "source": note.source,
            "theme": self._titles.get(note.theme_id or 0),
        }


def load_provenance(
    session: Session, workshop: Workshop, issues: Iterable[tuple[files.Issue, int]]
) -> None:
    """Import the sources of a file's issues, given with their ids."""
    themes = {comparison_key(theme.title): theme for theme in workshop.themes}
    merged = [_merged(one, issue, themes) for given, issue in issues for one in given.merged_from]
    ids = iter(insert_all(session, MergedIssue, merged))
    parents, notes = list[Tree](), list[Tree]()
    for given, issue in issues:
        parts = list(islice(ids, len(given.merged_from)))
        parents += [
            {"id": part, "parent_id": parent}
            for part, one in zip(parts, given.merged_from, strict=True)
            if (parent := _placed(parts, one.came_with))
        ]
        notes += [
            _note(workshop, note, themes)
            | {
                "issue_id": issue,
                "merged_issue_id": _placed(parts, note.came_with),
                "contribution": note.gained.model_dump(),
            }
            for note in given.notes
        ]
    if parents:
        session.execute(update(MergedIssue), parents)
    insert_all(session, Note, notes)


def load_unsorted(
    session: Session, workshop: Workshop, given: Iterable[schema.UnsortedNote]
) -> None:
    """Import the notes without an issue."""
    themes = {comparison_key(theme.title): theme for theme in workshop.themes}
    rows = [
        _note(workshop, note, themes) | {"dismissed": note.aside, "reason": note.reason}
        for note in given
    ]
    insert_all(session, Note, rows)


def _merged(given: schema.MergedIssue, issue: int, themes: Mapping[str, Theme]) -> Tree:
    return {
        "issue_id": issue,
        "theme_id": _theme_id(given.theme, themes),
        "position": AT_THE_END,
        "contribution": given.gained.model_dump(),
        **given.model_dump(exclude={"theme", "came_with", "gained"}),
    }


def _note(
    workshop: Workshop, given: schema.Note | schema.UnsortedNote, themes: Mapping[str, Theme]
) -> Tree:
    return {
        "workshop_id": workshop.id,
        "key": secrets.token_hex(16),
        "headline": given.headline,
        "detail": given.detail,
        "source": given.source,
        "theme_id": _theme_id(given.theme, themes),
    }


def _theme_id(title: str | None, themes: Mapping[str, Theme]) -> int | None:
    found = themes.get(comparison_key(title)) if title else None
    return found.id if found else None


def _placed(parts: list[int], place: int | None) -> int | None:
    return parts[place - 1] if place else None
