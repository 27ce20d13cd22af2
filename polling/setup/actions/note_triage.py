"""Sorting a note: into a new issue, into an existing issue, or dismissing it."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.text import comparison_key
from polling.notes import queries as notes
from polling.notes.models import Note
from polling.setup import queries
from polling.setup.actions.common import finish
from polling.setup.actions.issue_merging import absorb, give_back
from polling.setup.actions.issues import changeable, number
from polling.setup.forms import NewIssue
from polling.workshop.models import Issue
from polling.workshop.queries import workshop_of


def make_issue(session: Session, actor: Actor, note_id: int, wanted: NewIssue) -> Issue:
    """Create an issue from a note, with its session as the source."""
    note = _waiting(session, actor, note_id)
    theme = queries.changeable_theme(session, actor.workshop_id, wanted.theme)
    if any(
        comparison_key(issue.headline) == comparison_key(wanted.headline) for issue in theme.issues
    ):
        raise Conflict(_("This issue already exists. Add the note to it."))
    issue = Issue(
        headline=wanted.headline,
        rationale=wanted.rationale,
        sources=[note.source] if note.source else [],
        position=len(theme.issues) + 1,
    )
    theme.issues.append(issue)
    session.flush()
    note.issue_id, note.contribution = issue.id, {}
    finish(session, actor, "note-made-issue", issue=issue.headline, theme=theme.title)
    return issue


def add_to(session: Session, actor: Actor, note_id: int, issue_id: int) -> None:
    """Add a note to an issue, which gets its session and details."""
    note = _waiting(session, actor, note_id)
    issue = changeable(session, actor, issue_id)
    note.contribution = absorb(issue, [note.source], note.detail)
    note.issue_id = issue.id
    finish(session, actor, "note-added", note=note.headline, issue=issue.headline)


def set_aside(session: Session, actor: Actor, note_id: int, reason: str) -> None:
    """Dismiss a note, and keep it."""
    note = _waiting(session, actor, note_id)
    note.dismissed, note.reason = True, reason
    finish(session, actor, "note-set-aside", note=note.headline, reason=reason)


def sort_again(session: Session, actor: Actor, note_id: int) -> None:
    """Mark a note as unsorted again, and undo its sorting if nothing was built on it."""
    workshop_of(session, actor)
    note = notes.note(session, actor.workshop_id, note_id)
    if note.issue is not None:
        _take_out(session, actor, note, note.issue)
    note.dismissed, note.reason = False, ""
    finish(session, actor, "note-sorted-again", note=note.headline)


def _waiting(session: Session, actor: Actor, note_id: int) -> Note:
    workshop_of(session, actor)
    note = notes.note(session, actor.workshop_id, note_id)
    if not note.waits:
        raise Conflict(_("That is not possible right now. Reload the page."))
    return note


def _take_out(session: Session, actor: Actor, note: Note, issue: Issue) -> None:
    queries.changeable_theme(session, actor.workshop_id, issue.theme_id)
    others = [one for one in notes.of_issue(session, issue.id) if one is not note]
    note.issue_id, note.merged_issue_id = None, None
    if _is_only(note, issue) and not others and not queries.drafted_for(session, [issue.id]):
        theme = issue.theme
        theme.issues.remove(issue)
        number(theme.issues)
        return
    named = {one.source for one in others} | {s for part in issue.merged for s in part.sources}
    give_back(issue, note.contribution, note.detail, named)
    note.contribution = {}


def _is_only(note: Note, issue: Issue) -> bool:
    """Return whether the issue was created from this note, and was not changed."""
    made = (note.headline, note.detail, [note.source] if note.source else [])
    return (
        not issue.merged
        and not note.contribution
        and ((issue.headline, issue.rationale, issue.sources) == made)
    )
