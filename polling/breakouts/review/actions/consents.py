"""Answering whether two should become one, and forgetting who answered what."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts.review.models import Consent, Merging


def say(session: Session, actor: Actor, pair: Merging, *, agrees: bool | None) -> None:
    """Keep what a member, or the facilitator, answers in their group; None takes it back."""
    whose = {"merging_id": pair.id, "group_id": actor.group_id}
    whose["participant_id"] = actor.participant_id
    session.execute(delete(Consent).filter_by(**whose))
    if agrees is not None:
        session.add(Consent(**whose, agrees=agrees))
    session.flush()


def erase(session: Session, pair: Merging) -> None:
    """Forget who answered what: it is settled, or another text is asked about."""
    session.execute(delete(Consent).filter_by(merging_id=pair.id))
