"""Bringing back what a recommendation said: an edit like any other, which can itself be undone."""

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts.drafting import fields
from polling.breakouts.drafting.actions.recommendations import own_recommendation
from polling.breakouts.drafting.desks import desks
from polling.breakouts.drafting.history import versions as history
from polling.breakouts.drafting.home import GroupHome
from polling.breakouts.models import DraftVersion
from polling.clock import now
from polling.documents import writing
from polling.documents.memory import Slot
from polling.errors import Conflict, NotFound
from polling.i18n import _
from polling.live import announce
from polling.workshop import queries as workshops


def bring_back(
    session: Session, slot: Slot, actor: Actor, recommendation_id: int, version_id: int
) -> None:
    """Let a recommendation say again what it said in this version; what it says now is kept."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    if chosen.merged_into_id is not None:
        raise Conflict(_("This has become a part of another recommendation."))
    version = session.get(DraftVersion, version_id)
    if version is None or version.recommendation_id != chosen.id:
        raise NotFound(_("This version is no longer there."))
    history.write_down(session, group.workshop_id)
    history.begin(session, [chosen])
    texts = {fields.root(chosen.id, name): getattr(version, name) for name in fields.LIMITS}
    for desk in desks(session.connection(), [group.id]).values():
        writing.rewrite(session, slot, GroupHome(session, desk), texts)
    session.refresh(chosen)
    chosen.actors, chosen.original = list(version.actors), version.original
    chosen.deleted_at = None
    history.keep_restored(session, actor, chosen, version)
    group.active_at = now()
    announce.group_changed(
        session, workshops.by_id(session, group.workshop_id), group.id, "drafting"
    )
