"""Store the answers to a proposed merger, and erase them when it is settled."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.breakouts.duplicates.models import MergeAnswer, MergeProposal
from polling.core.access import Actor


def say(session: Session, actor: Actor, pair: MergeProposal, *, agrees: bool | None) -> None:
    """Store a member's or the facilitator's answer in their group; None withdraws it."""
    whose = {"proposal_id": pair.id, "group_id": actor.group_id}
    whose["participant_id"] = actor.participant_id
    session.execute(delete(MergeAnswer).filter_by(**whose))
    if agrees is not None:
        session.add(MergeAnswer(**whose, agrees=agrees))
    session.flush()


def erase(session: Session, pair: MergeProposal) -> None:
    """Erase the answers, because the merger is settled or its text has changed."""
    session.execute(delete(MergeAnswer).filter_by(proposal_id=pair.id))
