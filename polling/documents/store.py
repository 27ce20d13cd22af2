"""Shared documents in memory, each held by one writer at a time.

A document is the sum of its stored updates. Whoever changes it does so inside `held`, around the
transaction that stores the change: if anything fails, the commit included, the copy in memory is
forgotten and read again from the database, so memory never knows more than the disk. Nor does it
know less: there is one writer at a time, and whoever it is first reads what other processes have
stored since.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select
from sqlalchemy.orm import Session

from polling.core.threads import run_in_thread
from polling.documents.binding import DocumentBinding, Key
from polling.documents.models import DocumentUpdate
from polling.documents.shared import SharedDocument

MAX_OPEN = 64  # documents kept in memory
MAX_ROWS = 200  # stored updates of one document before they become one
OWNERS = ("group_id", "workshop_id")

Stored = tuple[DocumentBinding, SharedDocument, bytes]


class Slot:
    """The place in memory for one document, and the lock around it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.document: SharedDocument | None = None


_slots: dict[Key, Slot] = {}  # least recently used first
_slots_lock = threading.Lock()


@contextmanager
def held(key: Key) -> Iterator[Slot]:
    """Hold a document: nobody else reads or changes it until this block is left.

    If the block fails, a copy that was changed meanwhile is forgotten.
    """
    with _slots_lock:
        slot = _slots[key] = _slots.pop(key) if key in _slots else Slot()
        _close_idle()
    with slot.lock:
        try:
            yield slot
        except BaseException:
            if slot.document is not None and slot.document.changed_since_stored:
                slot.document = None
            raise
        if slot.document is not None:
            slot.document.changed_since_stored = False


def is_ready(key: Key) -> bool:
    """Whether the document is in memory, and can be written in."""
    slot = _slots.get(key)
    return slot is not None and slot.document is not None and not slot.document.full


def load(session: Session, slot: Slot, home: DocumentBinding) -> None:
    """Read a document from the database, in a real thread: many small pieces take a while.

    BadUpdate if what is stored is not what today's limits let in.
    """
    slot.document = None
    document = SharedDocument(home.name)
    run_in_thread(document.read, _stored(session, home))
    slot.document = document


def read_again(session: Session, slot: Slot, home: DocumentBinding) -> None:
    """Read a document again as it is stored; its `order` must be that already."""
    before, document = slot.document, SharedDocument(home.name)
    slot.document = None
    if before is not None:
        document.order, document.known = before.order, before.known
    for number, update in _stored(session, home):
        document.reread(number, update)
    slot.document = document


def erase(session: Session, slot: Slot, home: DocumentBinding) -> None:
    """Delete all that is stored of a document."""
    slot.document = None
    session.connection().execute(delete(DocumentUpdate).filter_by(**home.owner))


def opened(
    session: Session, places: Sequence[tuple[Slot, DocumentBinding]]
) -> list[SharedDocument]:
    """Documents as they are stored: from memory, and what is newer from the database."""
    documents = [_in_memory(slot, home.name) for slot, home in places]
    least = min((document.last for document in documents), default=0)
    owned = {
        (name, number): document
        for (_, home), document in zip(places, documents, strict=True)
        for name, number in home.owner.items()
    }
    for row in session.connection().execute(_newer(owned, least)).mappings():
        document = owned[next((name, row[name]) for name in OWNERS if row[name] is not None)]
        if row["id"] > document.last:
            document.read([(row["id"], row["data"])])
    return documents


def store(session: Session, changes: Sequence[Stored]) -> None:
    """Store a change of each of these documents, or one in the place of all of its changes.

    What is stored of them under lower numbers they have, for there is one writer at a time.
    """
    rows = [
        dict.fromkeys(OWNERS) | home.owner | {"data": _to_store(session, home, document, update)}
        for home, document, update in changes
    ]
    made = session.connection().execute(insert(DocumentUpdate).returning(DocumentUpdate.id), rows)
    last = max(made.scalars())
    for _, document, _ in changes:
        document.last = last


def _stored(session: Session, home: DocumentBinding) -> list[tuple[int, bytes]]:
    query = select(DocumentUpdate.id, DocumentUpdate.data).filter_by(**home.owner)
    found = session.connection().execute(query.order_by(DocumentUpdate.id))
    return [(row.id, row.data) for row in found]


def _in_memory(slot: Slot, name: str) -> SharedDocument:
    if slot.document is None or slot.document.name != name:
        slot.document = SharedDocument(name)
    return slot.document


def _newer(owned: Iterable[tuple[str, int]], least: int) -> Select[Any]:
    """The updates of these owners' documents that are stored under higher numbers."""
    numbers: dict[str, list[int]] = {name: [] for name in OWNERS}
    for name, number in owned:
        numbers[name].append(number)
    columns = DocumentUpdate.__table__.c
    of_any = or_(*(columns[name].in_(those) for name, those in numbers.items()))
    return select(DocumentUpdate.__table__).where(columns.id > least, of_any).order_by(columns.id)


def _to_store(
    session: Session, home: DocumentBinding, document: SharedDocument, update: bytes
) -> bytes:
    if document.rows < MAX_ROWS:
        document.rows += 1
        return update
    session.connection().execute(delete(DocumentUpdate).filter_by(**home.owner))
    document.rows = 1
    return document.since()


def forget_all() -> None:
    """Empty the memory, as a restart does (for tests)."""
    _slots.clear()


def _close_idle() -> None:
    open_slots = [slot for slot in _slots.values() if slot.document is not None]
    for slot in open_slots[: max(0, len(open_slots) - MAX_OPEN)]:
        if slot.lock.acquire(blocking=False):
            slot.document = None
            slot.lock.release()
