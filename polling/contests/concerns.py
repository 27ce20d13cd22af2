"""Concerns: objections to an option, sent with a rating and read by an organizer first.

Until the reveal a concern is stored under its ballot's key, so that it changes with the ballot. The
result holds only the texts, in an order that reveals neither authors nor times.
"""

import hashlib
from typing import Any

from sqlalchemy import Connection, delete, insert, select, tuple_
from sqlalchemy.orm import Session

from polling.contests.models import RATING, Concern, Contest
from polling.core.access import Actor
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.workshop.log import record


def collected(session: Session, contest: Contest) -> dict[str, Any]:
    """{"concerns": [{"option", "text", "shown"}]} for a rating's result; no other contest has any.

    `shown` is None until somebody has decided.
    """
    if contest.kind != RATING:
        return {}
    query = select(Concern.option, Concern.text).where(Concern.contest_id == contest.id)
    rows = session.execute(query.order_by(Concern.option, Concern.text))
    concerns = [{"option": option, "text": text, "shown": None} for option, text in rows]
    return {"concerns": concerns}


def key_of(concern: dict[str, Any]) -> str:
    """Name a concern by what it says: its place is another when a vote is counted again."""
    return hashlib.sha256(f"{concern['option']}:{concern['text']}".encode()).hexdigest()[:16]


def admitted(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The concerns of a result that everybody may read."""
    return [concern for concern in result.get("concerns", []) if concern["shown"]]


Here = tuple[str, str]  # contest, key of the ballot
Concerns = tuple[tuple[int, str], ...]  # option, text


class BatchedConcerns:
    """The concerns of ballots, read where it matters and written together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[Here, Concerns] = {}

    def of(self, here: Here) -> Concerns:
        """What is stored with a ballot, or will be."""
        if here in self._new:
            return self._new[here]
        stored = select(Concern.option, Concern.text).order_by(Concern.option)
        stored = stored.where(Concern.contest_id == here[0], Concern.key == here[1])
        return tuple((option, text) for option, text in self._connection.execute(stored))

    def replace(self, here: Here, concerns: Concerns) -> None:
        """Put these in the place of a ballot's earlier ones."""
        self._new[here] = concerns

    def write(self) -> None:
        """Store the queued items."""
        if not self._new:
            return
        stored = tuple_(Concern.contest_id, Concern.key).in_(list(self._new))
        self._connection.execute(delete(Concern).where(stored))
        rows = [
            {"contest_id": contest_id, "key": key, "option": option, "text": text}
            for (contest_id, key), concerns in self._new.items()
            for option, text in concerns
        ]
        if rows:
            self._connection.execute(insert(Concern), rows)


def moderate(session: Session, actor: Actor, contest: Contest, *, key: str, shown: bool) -> None:
    """Show a concern (by `key_of`) with the result and in the report, or leave it out."""
    concerns = [dict(concern) for concern in contest.result.get("concerns", [])]
    meant = [number for number, concern in enumerate(concerns) if key_of(concern) == key]
    if not meant:
        raise NotFound(_("This no longer exists."))
    for number in meant:
        concerns[number]["shown"] = shown
    contest.result = contest.result | {"concerns": concerns}
    what = {"contest": contest.id, "number": meant[0] + 1}
    record(session, actor, "concern-admitted" if shown else "concern-left-out", **what)


def erase(session: Session, contest: Contest) -> None:
    """Erase the link between a concern and its writer's ratings."""
    session.execute(delete(Concern).where(Concern.contest_id == contest.id))
