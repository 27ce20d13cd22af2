"""Queries for practice copies, and texts for simulated people."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling import stages
from polling.demo.content import concern_bank, generic_recommendations, recommendation_bank
from polling.people.models import WorkshopOrganizer
from polling.rehearsal.script import Script
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop_file.schema import Recommendation

NEXT_ISSUE = 5  # generic texts later in the list than those of the issue before
PLAIN_CONCERNS = [
    "It is not said who pays for this.",
    "The time is too short.",
    "Something like it exists already, and is not used.",
    "Small offices do not have the staff for this.",
]


def original(session: Session, workshop: Workshop) -> Workshop | None:
    """Return the workshop from which this practice copy was made."""
    return session.get(Workshop, workshop.practice_of) if workshop.practice_of else None


def source(session: Session, practice: Workshop, organizer_id: int | None) -> Workshop:
    """Return the workshop from which an organizer can start a practice run over.

    This is its original, or itself: who does not run the original must not see it.
    """
    first = original(session, practice)
    runs = first and session.get(WorkshopOrganizer, (first.id, organizer_id))
    return first if first and runs else practice


def over(session: Session, codes: Collection[str]) -> list[str]:
    """Return the join codes, among these, of the workshops that are in their last stage."""
    closed = Workshop.code.in_(codes), Workshop.stage == stages.KEYS[-1]
    return list(session.scalars(select(Workshop.code).where(*closed)))


def script(session: Session, workshop: Workshop) -> Script:
    """Return texts for each issue, and concerns."""
    themes = queries.themes(session, workshop.id)
    return Script(
        [[issue.id for issue in theme.issues] for theme in themes],
        {issue.id: _texts(theme, issue) for theme in themes for issue in theme.issues},
        {issue.id: _concerns(theme) for theme in themes for issue in theme.issues},
    )


def _texts(theme: Theme, issue: Issue) -> list[Recommendation]:
    """Return the demo's texts if they fit, otherwise generic ones in another order per issue."""
    if own := recommendation_bank().get(theme.title, {}).get(issue.headline):
        return own
    generic = generic_recommendations(issue.label)
    first = NEXT_ISSUE * issue.id % len(generic)
    return generic[first:] + generic[:first]


def _concerns(theme: Theme) -> list[str]:
    return concern_bank().get(theme.title, PLAIN_CONCERNS)
