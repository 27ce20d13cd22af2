"""Answering whether two should become one, and forgetting who answered what."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.breakouts.duplicates.models import MergeAnswer, MergeProposal
from polling.core.access import Actor


def say(session: Session, actor: Actor, pair: MergeProposal, *, agrees: bool | None) -> None:
    """Keep what a member, or the facilitator, answers in their group; None takes it back."""
    whose = {"proposal_id": pair.id, "group_id": actor.group_id}
    whose["participant_id"] = actor.participant_id
    session.execute(delete(MergeAnswer).filter_by(**whose))
    if agrees is not None:
        session.add(MergeAnswer(**whose, agrees=agrees))
    session.flush()


def erase(session: Session, pair: MergeProposal) -> None:
    """Forget who answered what: it is settled, or another text is asked about."""
    session.execute(delete(MergeAnswer).filter_by(proposal_id=pair.id))
