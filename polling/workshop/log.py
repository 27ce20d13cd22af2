"""The log of organizers' and facilitators' actions: a hash chain, which never contains ballots."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.workshop.models import LogEntry


def record(session: Session, actor: Actor, action: str, **detail: Any) -> LogEntry:
    """Append an entry to the workshop's chain."""
    chain = select(LogEntry.digest).where(LogEntry.workshop_id == actor.workshop_id)
    previous = session.scalar(chain.order_by(LogEntry.id.desc()).limit(1)) or ""
    entry = LogEntry(
        workshop_id=actor.workshop_id,
        at=now().replace(microsecond=0),
        actor=_name(actor),
        action=action,
        detail=detail,
        previous_digest=previous,
    )
    entry.digest = digest(entry)
    session.add(entry)
    session.flush()
    return entry


def written_by(session: Session, actor: Actor, action: str, since: datetime) -> Sequence[LogEntry]:
    """Return an actor's entries of this action since a time."""
    query = select(LogEntry).where(
        LogEntry.workshop_id == actor.workshop_id,
        LogEntry.actor == _name(actor),
        LogEntry.action == action,
        LogEntry.at >= since,
    )
    return session.scalars(query).all()


def _name(actor: Actor) -> str:
    return f"{actor.role}: {actor.label}"


def digest(entry: LogEntry) -> str:
    """Return the entry's hash: of its content and the previous hash."""
    content = [entry.previous_digest, entry.at.isoformat(), entry.actor, entry.action, entry.detail]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def unbroken(entries: list[LogEntry]) -> bool:
    """Return whether no entry was changed or added afterwards, or removed before another one."""
    previous = ""
    for entry in entries:
        if entry.previous_digest != previous or entry.digest != digest(entry):
            return False
        previous = entry.digest
    return True
