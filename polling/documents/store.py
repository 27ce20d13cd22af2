"""Shared documents in memory, each held by one writer at a time.

A document is the sum of its stored updates. It is changed inside `editing` only: if anything fails,
the commit included, the copy in memory is dropped and read again from the database, so memory never
knows more than the disk. Nor does it know less: there is one writer at a time, which first reads
what others have stored since.
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
from polling.documents.shared import SharedDocument

MAX_OPEN = 64  # documents kept in memory
MAX_ROWS = 200  # stored updates of one document before they become one
OWNERS = ("group_id", "workshop_id")
HELD = "documents"  # in a session's info: the slots that its transaction holds, by key

Stored = tuple[DocumentBinding, SharedDocument, bytes]


class Slot:
    """The place in memory for one document, and the lock around it."""

    def __init__(self) -> None:
        self.lock = Lock()
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


@contextmanager
def editing(keys: Iterable[Key], workshop_id: int | None = None) -> Iterator[Session]:
    """A write transaction that holds these documents, so that they can be opened and changed.

    The documents are held first, in one order for everybody: nobody waits for one in a transaction.

    Args:
        workshop_id: the documents' workshop; None for documents of several.
    """
    with ExitStack() as stack:
        slots = {key: stack.enter_context(held(key)) for key in sorted(set(keys))}
        with transaction(workshop_id) as session:
            session.info[HELD] = slots
            yield session


def slot_of(session: Session, binding: DocumentBinding) -> Slot:
    """The place of a document that this transaction holds; KeyError if it does not."""
    slots: dict[Key, Slot] = session.info[HELD]
    return slots[binding.key]


def is_ready(key: Key) -> bool:
    """Whether the document is in memory, and can be written in."""
    slot = _slots.get(key)
    return slot is not None and slot.document is not None and not slot.document.full


def name_of(key: Key) -> str | None:
    """The name of the document in memory, if there is one."""
    slot = _slots.get(key)
    return slot.document.name if slot is not None and slot.document is not None else None


def load(session: Session, slot: Slot, binding: DocumentBinding) -> None:
    """Read a document from the database, in a real thread: many small pieces take a while.

    BadUpdate if what is stored is not what today's limits let in.
    """
    slot.document = None
    document = SharedDocument(binding.name)
    run_in_thread(document.read, _stored(session, binding))
    slot.document = document


def read_again(session: Session, slot: Slot, binding: DocumentBinding) -> None:
    """Read a document again as it is stored; its `order` must be that already."""
    before, document = slot.document, SharedDocument(binding.name)
    slot.document = None
    if before is not None:
        document.order, document.known = before.order, before.known
    for number, update in _stored(session, binding):
        document.reread(number, update)
    slot.document = document


def erase(session: Session, slot: Slot, binding: DocumentBinding) -> None:
    """Delete all that is stored of a document."""
    slot.document = None
    session.connection().execute(delete(DocumentUpdate).filter_by(**binding.owner))


def opened(session: Session, bindings: Sequence[DocumentBinding]) -> list[SharedDocument]:
    """Stored documents: from memory, with newer updates from the database."""
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
    """Store a change of each of these documents, or one in the place of all of its changes.

    What is stored of them under lower numbers they have, for there is one writer at a time.
    """
    rows = [
        dict.fromkeys(OWNERS) | one.owner | {"data": _to_store(session, one, document, update)}
        for one, document, update in changes
    ]
    made = session.connection().execute(insert(DocumentUpdate).returning(DocumentUpdate.id), rows)
    last = max(made.scalars())
    for _, document, _ in changes:
        document.last = last


def append(session: Session, binding: DocumentBinding, update: bytes) -> None:
    """Store an update that fits whatever the document holds: it need not be opened."""
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
    """The updates of these owners' documents that are stored under higher numbers."""
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
    """Empty the memory, as a restart does (for tests)."""
    _slots.clear()


def _close_idle() -> None:
    open_slots = [slot for slot in _slots.values() if slot.document is not None]
    for slot in open_slots[: max(0, len(open_slots) - MAX_OPEN)]:
        if slot.lock.take_if_free():
            slot.document = None
            slot.lock.release()
