"""Concerns: why somebody objects to an option. An organizer reads them before anybody else does.

Until the reveal a concern lies under its ballot's key, so that it can be changed with the ballot.
The result holds the words alone, in an order that says nothing of who wrote them or when.
"""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.models import RATING, Concern, Contest


def collected(session: Session, contest: Contest) -> dict[str, Any]:
    """{"concerns": [{"option", "text", "shown"}]} for a rating's result; no other contest has any.

    `shown` is None until somebody has decided.
    """
    if contest.kind != RATING:
        return {}
    chosen = select(Concern.option, Concern.text).where(Concern.contest_id == contest.id)
    rows = session.execute(chosen.order_by(Concern.option, Concern.text))
    said = [{"option": option, "text": text, "shown": None} for option, text in rows]
    return {"concerns": said}


def key_of(concern: dict[str, Any]) -> str:
    """Name a concern by what it says: its place is another when a vote is counted again."""
    return hashlib.sha256(f"{concern['option']}:{concern['text']}".encode()).hexdigest()[:16]


def admitted(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The concerns of a result that everybody may read."""
    return [concern for concern in result.get("concerns", []) if concern["shown"]]
