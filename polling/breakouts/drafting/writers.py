"""Who writes in a group's document, at which stage; nobody in what people vote on."""

from sqlalchemy.orm import Session

from polling.access import Role
from polling.contests.models import FINAL, RATING
from polling.contests.queries import have_begun
from polling.i18n import lazy
from polling.workshop.models import Workshop

WRITERS = {
    "breakouts": (Role.PARTICIPANT, Role.FACILITATOR),
    "presentations": (Role.FACILITATOR,),
}
VOTES = (FINAL, RATING)  # on what groups have written; finalists come after a rating
VOTED_ON = lazy("People have begun to vote on what groups have written, so it stays as it is.")


def is_voted_on(session: Session, workshop: Workshop) -> bool:
    """Whether people have begun to vote on what groups have written."""
    return have_begun(session, workshop.id, *VOTES)
