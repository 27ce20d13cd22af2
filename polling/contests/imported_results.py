"""Results from a workshop's file: when they are shown, and when nothing may be opened.

They are about people elsewhere. If people could vote in this workshop as well, the file's results
could be passed off as theirs.
"""

from sqlalchemy.orm import Session

from polling.contests.kinds import VOTES
from polling.contests.queries import have_begun
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.people.queries import everybody
from polling.workshop.models import Workshop

VOTES_AND_SURVEY = ("contests", "survey")  # the keys of the results of people's votes and answers


def hold_votes(workshop: Workshop) -> bool:
    """Return whether a file brought counted votes or survey answers."""
    return any(workshop.imported_results.get(key) for key in VOTES_AND_SURVEY)


def are_shown(session: Session, workshop: Workshop) -> bool:
    """Return whether the file's results are shown, which they are until a vote opens here.

    Results without votes are only shown until somebody joins, even if that person is removed.
    """
    if have_begun(session, workshop.id, *VOTES):
        return False
    return hold_votes(workshop) or not everybody(session, workshop.id)


def are_final(session: Session, workshop: Workshop) -> bool:
    """Return whether the workshop is closed for good, because its votes come from a file."""
    return workshop.stage == "closed" and hold_votes(workshop) and are_shown(session, workshop)


def require_not_final(session: Session, workshop: Workshop) -> None:
    """Raise Conflict if the workshop is closed for good."""
    if are_final(session, workshop):
        raise Conflict(
            _(
                "The results of this workshop were imported from a file, so it stays closed. To "
                "use its setup again, make a copy in “Your workshops”."
            )
        )
