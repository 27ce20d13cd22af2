"""Pairs of recommendations under review: their state, and which pages to refresh."""

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import queries
from polling.breakouts.duplicates.models import KEPT, MERGED, MergeProposal
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.duplicates.pairs import in_order
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


def reviewed(session: Session, actor: Actor) -> Workshop:
    """Return the actor's workshop. Raises Conflict if recommendations cannot be reviewed."""
    workshop = workshops.by_id(session, actor.workshop_id)
    if not queries.is_reviewing(session, workshop):
        raise Conflict(
            _(
                "You can merge and move recommendations only between the start of the breakouts "
                "and the final vote."
            )
        )
    return workshop


def unmerged(session: Session, workshop: Workshop, one: int, other: int) -> MergeProposal:
    """Return the stored pair of two recommendations, or a new one. Raises Conflict if merged."""
    ids = in_order(one, other)
    found = queries.of_pair(session, *ids)
    if found is not None and found.state == MERGED:
        raise Conflict(_("That is not possible right now. Reload the page."))
    first, second = (standing(session, workshop, each) for each in ids)
    if found is None:
        found = MergeProposal(workshop_id=workshop.id, first=first, second=second, state=KEPT)
        session.add(found)
    return found


def standing(session: Session, workshop: Workshop, recommendation_id: int) -> Recommendation:
    """Return a recommendation. Raises Conflict if it has been deleted or merged."""
    found = breakouts.recommendation(session, workshop.id, recommendation_id)
    if found.deleted_at is not None:
        raise Conflict(_("This item no longer exists."))
    return found


def tell(session: Session, workshop: Workshop, pair: MergeProposal) -> None:
    """Refresh the pages of both groups and the consoles."""
    session.flush()
    for one in pair.both:
        tell_group(session, workshop, one)
    announce.changed(session, workshop, "drafts")


def tell_group(session: Session, workshop: Workshop, one: Recommendation) -> None:
    """Refresh the pages of the recommendation's group, if it has one."""
    if one.group_id is not None:
        announce.group_changed(session, workshop, one.group_id, "drafting")
