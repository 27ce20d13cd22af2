"""The groups' shared documents in memory, each held by one writer at a time.

A document is the sum of its stored updates. Whoever changes it does so inside `held`, around the
transaction that stores the change: if anything fails, the commit included, the copy in memory is
forgotten and read again from the database, so memory never knows more than the disk. Nor does it
know less: there is one writer at a time, and whoever it is first reads what other processes have
stored since.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pycrdt import Doc, Text, merge_updates
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from polling.breakouts.drafting import updates
from polling.breakouts.models import DocumentUpdate, Group

MAX_OPEN = 64  # documents kept in memory
MAX_ROWS = 200  # stored updates of one document before they become one
NOBODY = 0  # no group has this id: an actor without one is refused inside
SERVER = 1  # the client under which the server writes; phones draw theirs from 32 bits


class SharedDocument:
    """One group's document: texts by name, changed by updates.

    `rows` counts its stored updates, `last` is the newest of them; `known` are the texts that are
    surely in it, as far as anything was ever written there.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = 0
        self.last = 0
        self.known: set[str] = set()
        self._texts: dict[str, Text] = {}
        self._effects: list[bytes] = []
        self._doc: Doc[Text] = Doc(client_id=SERVER, allow_multithreading=True)
        self._subscription = self._doc.observe(lambda event: self._effects.append(event.update))

    @property
    def clocks(self) -> updates.Clocks:
        """How much of each client's work the document has."""
        return updates.read_clocks(self.vector)

    @property
    def vector(self) -> bytes:
        """The same as a state vector, for `since` on another copy."""
        return self._doc.get_state()

    def since(self, vector: bytes = b"\0") -> bytes:
        """An update with all that a copy with this state vector lacks."""
        return self._doc.get_update(vector)

    def texts(self, roots: Iterable[str]) -> dict[str, str]:
        """The texts of these names as they are now, "" where nobody has written."""
        with self._doc.transaction():
            return {root: str(self._text(root)) for root in roots}

    def apply(self, update: bytes) -> bytes:
        """Apply an update; return what it changed as an update, b"" if all was known."""
        self._doc.apply_update(update)
        return self._take_effect()

    def read(self, stored: Iterable[DocumentUpdate]) -> None:
        """Take in updates that are stored; one may be all of them, put together since."""
        for row in stored:
            self.apply(row.data)
            self.rows, self.last = self.rows + 1, row.id

    def seed(self, root: str, text: str) -> bytes:
        """Write a text that was stored before the document; return the change as an update."""
        self._text(root).insert(0, text)
        return self._take_effect()

    def _text(self, root: str) -> Text:
        if root not in self._texts:
            self._texts[root] = self._doc.get(root, type=Text)
        return self._texts[root]

    def _take_effect(self) -> bytes:
        effects, self._effects[:] = tuple(self._effects), ()
        return merge_updates(*effects) if effects else b""


class Slot:
    """The place in memory for one group's document, and the lock around it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.document: SharedDocument | None = None


_slots: dict[int, Slot] = {}  # by group id, least recently used first
_slots_lock = threading.Lock()


@contextmanager
def held(group_id: int) -> Iterator[Slot]:
    """Hold a group's document: nobody else reads or changes it until this block is left."""
    with _slots_lock:
        slot = _slots[group_id] = _slots.pop(group_id) if group_id in _slots else Slot()
        _close_idle()
    with slot.lock:
        try:
            yield slot
        except BaseException:
            slot.document = None
            raise


def opened(session: Session, slot: Slot, group: Group) -> SharedDocument:
    """The group's document as it is stored: from memory, and what is newer from the database."""
    document = slot.document
    if document is None or document.name != group.document:
        document = slot.document = SharedDocument(group.document)
    newer = select(DocumentUpdate).where(
        DocumentUpdate.group_id == group.id, DocumentUpdate.id > document.last
    )
    document.read(session.scalars(newer.order_by(DocumentUpdate.id)))
    return document


def store(session: Session, group: Group, document: SharedDocument, update: bytes) -> None:
    """Add one update to the stored ones, or put one in the place of them all."""
    if document.rows < MAX_ROWS:
        document.rows += 1
    else:
        session.execute(delete(DocumentUpdate).where(DocumentUpdate.group_id == group.id))
        update, document.rows = document.since(), 1
    row = DocumentUpdate(group_id=group.id, data=update)
    session.add(row)
    session.flush()
    document.last = row.id


def forget_all() -> None:
    """Empty the memory, as a restart does (for tests)."""
    _slots.clear()


def _close_idle() -> None:
    open_slots = [slot for slot in _slots.values() if slot.document is not None]
    for slot in open_slots[: max(0, len(open_slots) - MAX_OPEN)]:
        if slot.lock.acquire(blocking=False):
            slot.document = None
            slot.lock.release()
