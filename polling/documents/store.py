"""Shared documents in memory, each locked by one writer at a time.

A document is the sum of its stored updates. It is only changed inside `editing`. If anything fails,
including the commit, the copy in memory is dropped and read again, so memory never has more than
the database. It never has less either: there is one writer at a time, which first reads what other
servers have stored.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select
from sqlalchemy.orm import Session

from polling.core.db import transaction
from polling.core.locks import Lock
from polling.core.threads import run_in_thread
from polling.documents.binding import DocumentBinding, Key
from polling.documents.models import DocumentUpdate
from polling.documents.shared_document import SharedDocument

MAX_OPEN = 64  # documents kept in memory
MAX_ROWS = 200  # stored updates of a document before compaction
OWNERS = ("group_id", "workshop_id")
HELD = "documents"  # key in a session's info: the slots locked by its transaction, by document key

Stored = tuple[DocumentBinding, SharedDocument, bytes]


class Slot:
    """The place of one document in memory, with its lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.users = 0  # those who hold it, or wait for it
        self.document: SharedDocument | None = None


_slots: dict[Key, Slot] = {}  # least recently used first
_slots_lock = threading.Lock()


@contextmanager
def held(key: Key) -> Iterator[Slot]:
    """Lock a document against reads and writes by others during the block.

    If the block fails, a changed copy is dropped.
    """
    with _used(key) as slot, slot.lock:
        try:
            yield slot
        except BaseException:
            if slot.document is not None and slot.document.changed_since_stored:
                slot.document = None
            raise
        if slot.document is not None:
            slot.document.changed_since_stored = False


@contextmanager
def _used(key: Key) -> Iterator[Slot]:
    """Keep a document's slot during the block, and the others while there is room."""
    with _slots_lock:
        slot = _slots[key] = _slots.pop(key) if key in _slots else Slot()
        slot.users += 1
        unused = [other for other, its in _slots.items() if not its.users]
        for other in unused[: max(0, len(_slots) - MAX_OPEN)]:
            del _slots[other]
    try:
        yield slot
    finally:
        with _slots_lock:
            slot.users -= 1


@contextmanager
def editing(keys: Iterable[Key], workshop_id: int | None = None) -> Iterator[Session]:
    """Open a write transaction that has locked these documents, so that they can be changed.

    The documents are locked before the transaction starts, always in the same order, so that no
    transaction waits for a document.

    Args:
        workshop_id: the documents' workshop; None for documents of several workshops.
    """
    with ExitStack() as stack:
        slots = {key: stack.enter_context(held(key)) for key in sorted(set(keys))}
        with transaction(workshop_id) as session:
            session.info[HELD] = slots
            yield session


def slot_of(session: Session, binding: DocumentBinding) -> Slot:
    """Return the slot of a document. Raises KeyError if the transaction has not locked it."""
    slots: dict[Key, Slot] = session.info[HELD]
    return slots[binding.key]


def is_ready(key: Key) -> bool:
    """Return whether the document is in memory and not full."""
    slot = _slots.get(key)
    return slot is not None and slot.document is not None and not slot.document.full


def name_of(key: Key) -> str | None:
    """Return the name of the document in memory, if there is one."""
    slot = _slots.get(key)
    return slot.document.name if slot is not None and slot.document is not None else None


def load(session: Session, slot: Slot, binding: DocumentBinding) -> None:
    """Read a document from the database, in a native thread because many pieces take a while.

    Raises BadUpdate if the stored updates exceed the current limits.
    """
    slot.document = None
    document = SharedDocument(binding.name)
    run_in_thread(document.read, _stored(session, binding))
    slot.document = document


def read_again(session: Session, slot: Slot, binding: DocumentBinding) -> None:
    """Read a document again from its stored updates; its `order` must match them already."""
    before, document = slot.document, SharedDocument(binding.name)
    slot.document = None
    if before is not None:
        document.order, document.known = before.order, before.known
    for number, update in _stored(session, binding):
        document.reread(number, update)
    slot.document = document


def erase(session: Session, slot: Slot, binding: DocumentBinding) -> None:
    """Delete all stored updates of a document."""
    slot.document = None
    session.connection().execute(delete(DocumentUpdate).filter_by(**binding.owner))


def opened(session: Session, bindings: Sequence[DocumentBinding]) -> list[SharedDocument]:
    """Return documents from memory, updated with newer updates from the database."""
    documents = [_in_memory(slot_of(session, one), one.name) for one in bindings]
    least = min((document.last for document in documents), default=0)
    owned = {
        (name, number): document
        for one, document in zip(bindings, documents, strict=True)
        for name, number in one.owner.items()
    }
    for row in session.connection().execute(_newer(owned, least)).mappings():
        document = owned[next((name, row[name]) for name in OWNERS if row[name] is not None)]
        if row["id"] > document.last:
            document.read([(row["id"], row["data"])])
    return documents


def store(session: Session, changes: Sequence[Stored]) -> None:
    """Store an update of each of these documents; compact a document that has too many.

    A document already contains all its updates with lower ids, because there is one writer at a
    time. Its own id counts: SQLite uses a higher one again if that update has been deleted.
    """
    rows = [
        dict.fromkeys(OWNERS) | one.owner | {"data": _to_store(session, one, document, update)}
        for one, document, update in changes
    ]
    stored = insert(DocumentUpdate).returning(DocumentUpdate.id, sort_by_parameter_order=True)
    numbers = session.connection().execute(stored, rows).scalars()
    for (_, document, _), number in zip(changes, numbers, strict=True):
        document.last = number


def append(session: Session, binding: DocumentBinding, update: bytes) -> None:
    """Store an update that can be applied to any state, without opening the document."""
    row = dict.fromkeys(OWNERS) | binding.owner | {"data": update}
    session.connection().execute(insert(DocumentUpdate), row)


def _stored(session: Session, binding: DocumentBinding) -> list[tuple[int, bytes]]:
    query = select(DocumentUpdate.id, DocumentUpdate.data).filter_by(**binding.owner)
    found = session.connection().execute(query.order_by(DocumentUpdate.id))
    return [(row.id, row.data) for row in found]


def _in_memory(slot: Slot, name: str) -> SharedDocument:
    if slot.document is None or slot.document.name != name:
        slot.document = SharedDocument(name)
    return slot.document


def _newer(owned: Iterable[tuple[str, int]], least: int) -> Select[Any]:
    """Return the updates of these documents that have higher ids."""
    numbers: dict[str, list[int]] = {name: [] for name in OWNERS}
    for name, number in owned:
        numbers[name].append(number)
    columns = DocumentUpdate.__table__.c
    of_any = or_(*(columns[name].in_(those) for name, those in numbers.items()))
    return select(DocumentUpdate.__table__).where(columns.id > least, of_any).order_by(columns.id)


def _to_store(
    session: Session, binding: DocumentBinding, document: SharedDocument, update: bytes
) -> bytes:
    if document.rows < MAX_ROWS:
        document.rows += 1
        return update
    session.connection().execute(delete(DocumentUpdate).filter_by(**binding.owner))
    document.rows = 1
    return document.since()


def forget_all() -> None:
    """Clear the memory, as a restart does (for tests)."""
    _slots.clear()
