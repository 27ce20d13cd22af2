"""Comments from phones, which only the group can read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.presentations import queries
from polling.presentations.models import Comment
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


def say(session: Session, actor: Actor, *, recommendation: int, kind: str, text: str) -> None:
    """Comment on a recommendation; replaces an earlier comment of the same kind."""
    workshop = workshops.by_id(session, actor.workshop_id)
    chosen = _of_others(session, workshop, actor, recommendation)
    own = _own(session, actor, recommendation, kind) or Comment(
        recommendation_id=chosen.id, participant_id=actor.participant_id, kind=kind
    )
    own.text = text
    session.add(own)
    _announce(session, workshop, chosen)


def take_back(session: Session, actor: Actor, *, recommendation: int, kind: str) -> None:
    """Withdraw a comment; does nothing if it is gone already."""
    workshop = workshops.by_id(session, actor.workshop_id)
    own = _own(session, actor, recommendation, kind)
    if own is not None:
        session.delete(own)
        _announce(session, workshop, own.recommendation)


def _of_others(
    session: Session, workshop: Workshop, actor: Actor, recommendation_id: int
) -> Recommendation:
    """Return a recommendation of another group that is presenting or has presented."""
    if workshop.stage != "presentations":
        raise _not_now()
    found = session.get(Recommendation, recommendation_id)
    gone = found is None or found.deleted_at is not None or found.group is None
    if found is None or gone or found.issue.theme.workshop_id != workshop.id:
        raise NotFound(_("The subject of your note no longer exists. Your text is kept here."))
    if found.group_id == actor.group_id:
        raise NotAllowed(_("You are not allowed to do this."))
    if not queries.has_presented(workshop, found.group_id):
        raise _not_now()
    return found


def _not_now() -> Conflict:
    return Conflict(_("That is not possible right now. Reload the page."))


def _own(session: Session, actor: Actor, recommendation_id: int, kind: str) -> Comment | None:
    query = select(Comment).where(
        Comment.recommendation_id == recommendation_id,
        Comment.participant_id == actor.participant_id,
        Comment.kind == kind,
    )
    return session.scalar(query)


def _announce(session: Session, workshop: Workshop, about: Recommendation) -> None:
    if about.group_id is not None:
        announce.group_changed(session, workshop, about.group_id, "comments")
