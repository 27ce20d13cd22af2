"""Two recommendations under review: when there is one, what is known of them, and who is told."""

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import queries
from polling.breakouts.duplicates.models import KEPT, MERGED, MergeProposal
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


def reviewed(session: Session, actor: Actor) -> Workshop:
    """The actor's workshop, while its recommendations can be reviewed."""
    workshop = workshops.by_id(session, actor.workshop_id)
    if not queries.is_reviewing(session, workshop):
        raise Conflict(
            _("Recommendations can be merged and moved from the breakouts until the final vote.")
        )
    return workshop


def unmerged(session: Session, workshop: Workshop, one: int, other: int) -> MergeProposal:
    """What is known of two that both stand; a new pair is kept as it is."""
    ids = queries.in_order(one, other)
    found = queries.of_pair(session, *ids)
    if found is not None and found.state == MERGED:
        raise Conflict(_("These two have become one already. Undo that first."))
    first, second = (standing(session, workshop, each) for each in ids)
    if found is None:
        found = MergeProposal(workshop_id=workshop.id, first=first, second=second, state=KEPT)
        session.add(found)
    return found


def standing(session: Session, workshop: Workshop, recommendation_id: int) -> Recommendation:
    """A recommendation that is neither deleted nor merged."""
    found = breakouts.recommendation(session, workshop.id, recommendation_id)
    if found.deleted_at is not None:
        raise Conflict(_("One of the recommendations has been deleted or merged meanwhile."))
    return found


def tell(session: Session, workshop: Workshop, pair: MergeProposal) -> None:
    """The groups of both, and the consoles, should look again."""
    session.flush()
    for one in pair.both:
        tell_group(session, workshop, one)
    announce.changed(session, workshop, "drafts")


def tell_group(session: Session, workshop: Workshop, one: Recommendation) -> None:
    """Its group should look again, if it has one."""
    if one.group_id is not None:
        announce.group_changed(session, workshop, one.group_id, "drafting")
