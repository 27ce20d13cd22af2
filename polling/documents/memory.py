"""Shared documents in memory, each held by one writer at a time.

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

from polling.documents import updates
from polling.documents.difference import difference
from polling.documents.homes import Home, Key
from polling.documents.models import DocumentUpdate

MAX_OPEN = 64  # documents kept in memory
MAX_ROWS = 200  # stored updates of one document before they become one
SERVER = 1  # the client under which the server writes; phones draw theirs from 32 bits


class SharedDocument:
    """One document: texts by name, changed by updates.

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

    def rewrite(self, root: str, words: str) -> bytes:
        """Let a text say what was written beside the document; return the change as an update."""
        text = self._text(root)
        change = difference(before := str(text), words)
        start, stop = (_bytes(before[:at]) for at in (change.start, change.stop))
        with self._doc.transaction():
            del text[start:stop]
            text.insert(start, change.words)
        return self._take_effect()

    def _text(self, root: str) -> Text:
        if root not in self._texts:
            self._texts[root] = self._doc.get(root, type=Text)
        return self._texts[root]

    def _take_effect(self) -> bytes:
        effects, self._effects[:] = tuple(self._effects), ()
        return merge_updates(*effects) if effects else b""


def _bytes(text: str) -> int:
    """How long a text is as the document counts it."""
    return len(text.encode())


class Slot:
    """The place in memory for one document, and the lock around it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.document: SharedDocument | None = None


_slots: dict[Key, Slot] = {}  # least recently used first
_slots_lock = threading.Lock()


@contextmanager
def held(key: Key) -> Iterator[Slot]:
    """Hold a document: nobody else reads or changes it until this block is left."""
    with _slots_lock:
        slot = _slots[key] = _slots.pop(key) if key in _slots else Slot()
        _close_idle()
    with slot.lock:
        try:
            yield slot
        except BaseException:
            slot.document = None
            raise


def opened(session: Session, slot: Slot, home: Home) -> SharedDocument:
    """The document as it is stored: from memory, and what is newer from the database."""
    document = slot.document
    if document is None or document.name != home.name:
        document = slot.document = SharedDocument(home.name)
    newer = select(DocumentUpdate).filter_by(**home.owner).where(DocumentUpdate.id > document.last)
    document.read(session.scalars(newer.order_by(DocumentUpdate.id)))
    return document


def store(session: Session, home: Home, document: SharedDocument, update: bytes) -> None:
    """Add one update to the stored ones, or put one in the place of them all."""
    if document.rows < MAX_ROWS:
        document.rows += 1
    else:
        session.execute(delete(DocumentUpdate).filter_by(**home.owner))
        update, document.rows = document.since(), 1
    row = DocumentUpdate(**home.owner, data=update)
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
