"""Members of a group who edit its document, each with their own phone."""

from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts.drafting import actions, document_binding, versions
from polling.core.access import Actor
from polling.core.db import reading, transaction
from polling.documents import writing
from polling.documents.store import editing
from polling.documents.update_batch import Change
from polling.recommendations.models import DraftVersion
from tests.breakouts.drafting.group_at_work import Table
from tests.documents.drafting_phone import Phone


class Author:
    """An author; `actor` is a member or the facilitator."""

    def __init__(self, table: Table, actor: Actor, seed: int = 1) -> None:
        self.table, self.actor = table, actor
        self.phone = Phone(table.document, seed)
        self.phone.join(self._ask)

    @classmethod
    def member(cls, table: Table, index: int = 0) -> "Author":
        """The member with this index; their label is "#1" and so on."""
        return cls(table, table.member(index), seed=index + 1)

    def write(self, root: str, text: str) -> None:
        """Replace a field's text, and wait until the versions are stored."""
        self.look()
        self.phone.type(root, 0, text, remove=len(self.phone.text(root).encode()))
        self.phone.send()
        write_down(self.table)

    def add(self, root: str, text: str) -> None:
        """Append to a field."""
        self.look()
        self.phone.type(root, len(self.phone.text(root).encode()), text)
        self.phone.send()
        write_down(self.table)

    def look(self) -> None:
        """Receive the others' changes."""
        self.phone.join(self._ask)

    def send(self, data: bytes) -> None:
        """Send these bytes as an update."""
        self._ask("draft.update", {"document": self.table.document, "data": data})

    def bring_back(self, recommendation_id: int, version_id: int) -> None:
        """Restore a version."""
        with self._editing() as session:
            actions.bring_back(session, self.actor, recommendation_id, version_id)

    def _ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        with self._editing() as session:
            if event == "draft.join":
                document = writing.join(session, self.actor, **payload)
                shown = {"update": document.since(payload["vector"]), "vector": document.vector}
                return {**shown, "mark": self.actor.mark}
            change = Change(self.actor, payload["document"], payload["data"], sender="phone")
            (refusal,) = writing.write(session, [change])
        if refusal is not None:
            raise refusal
        return {"ok": True}

    def _editing(self) -> AbstractContextManager[Session]:
        return editing([document_binding.key_of(self.table.group_id)])


def write_down(table: Table) -> None:
    """Store the versions, as the server does two seconds after a change."""
    with transaction() as session:
        versions.write_down(session, table.room.workshop_id)


def versions_of(table: Table, recommendation_id: int) -> list[DraftVersion]:
    """The versions of a recommendation, oldest first."""
    with reading() as session:
        return versions.versions_of(session, recommendation_id)


def told(table: Table, recommendation_id: int) -> list[tuple[list[str], str]]:
    """The same as (authors, action)."""
    return [(one.authors, one.action) for one in versions_of(table, recommendation_id)]
