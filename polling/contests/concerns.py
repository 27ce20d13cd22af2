"""Concerns: objections to an option, sent with a rating and moderated by an organizer.

Until the reveal, a concern is stored under its ballot's key, so that the voter can change both. The
result contains only the texts, in an order that does not disclose authors or times.
"""

import hashlib
from typing import Any

from sqlalchemy import Connection, delete, insert, select, tuple_
from sqlalchemy.orm import Session

from polling.contests.kinds import RATING
from polling.contests.models import Concern, Contest
from polling.core.access import Actor
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.workshop.log import record


def collected(session: Session, contest: Contest) -> dict[str, Any]:
    """Return {"concerns": [{"option", "text", "shown"}]} for a rating; {} for other contests.

    `shown` is None until an organizer has decided.
    """
    if contest.kind != RATING:
        return {}
    query = select(Concern.option, Concern.text).where(Concern.contest_id == contest.id)
    rows = session.execute(query.order_by(Concern.option, Concern.text))
    concerns = [{"option": option, "text": text, "shown": None} for option, text in rows]
    return {"concerns": concerns}


def key_of(concern: dict[str, Any]) -> str:
    """Return a concern's id, made of its content, because its index may change with a new count."""
    return hashlib.sha256(f"{concern['option']}:{concern['text']}".encode()).hexdigest()[:16]


def admitted(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the concerns of a result that everybody may read."""
    return [concern for concern in result.get("concerns", []) if concern["shown"]]


def undecided(result: dict[str, Any]) -> list[str]:
    """Return the `key_of` of each concern of a result that no organizer has decided on."""
    concerns = result.get("concerns", [])
    return list(dict.fromkeys(key_of(one) for one in concerns if one["shown"] is None))


Here = tuple[str, str]  # contest, key of the ballot
Concerns = tuple[tuple[int, str], ...]  # option, text


class BatchedConcerns:
    """The concerns of a batch of ballots, written together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[Here, Concerns] = {}

    def of(self, here: Here) -> Concerns:
        """Return the concerns that are stored with a ballot or queued for it."""
        if here in self._new:
            return self._new[here]
        stored = select(Concern.option, Concern.text).order_by(Concern.option)
        stored = stored.where(Concern.contest_id == here[0], Concern.key == here[1])
        return tuple((option, text) for option, text in self._connection.execute(stored))

    def revealed(self, contest_id: str) -> frozenset[tuple[int, str]]:
        """Return the concerns in a contest's result. It does not tell whose they are."""
        result = self._connection.scalar(select(Contest.result).where(Contest.id == contest_id))
        concerns = (result or {}).get("concerns", [])
        return frozenset((concern["option"], concern["text"]) for concern in concerns)

    def replace(self, here: Here, concerns: Concerns) -> None:
        """Queue these concerns to replace a ballot's earlier ones."""
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
    """Show the concern with this `key_of` with the result and in the report, or hide it."""
    concerns = [dict(concern) for concern in contest.result.get("concerns", [])]
    meant = [number for number, concern in enumerate(concerns) if key_of(concern) == key]
    if not meant:
        raise NotFound(_("This item no longer exists."))
    for number in meant:
        concerns[number]["shown"] = shown
    contest.result = contest.result | {"concerns": concerns}
    what = {"contest": contest.id, "number": meant[0] + 1}
    record(session, actor, "concern-admitted" if shown else "concern-left-out", **what)


def erase(session: Session, contest: Contest) -> None:
    """Erase the link between the concerns and their authors' ratings."""
    session.execute(delete(Concern).where(Concern.contest_id == contest.id))
