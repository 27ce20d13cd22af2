"""Writing in shared documents: a page joins one, then sends what it changes.

Of all changes that came together, each document's part is stored once, the columns follow the
texts, and the others who write there receive it as one update when it is on disk.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import gevent
from pycrdt import merge_updates
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.db import on_commit, reading, transaction
from polling.core.errors import WorkshopError
from polling.documents import binding, updates
from polling.documents import store as memory
from polling.documents.binding import DocumentBinding, Key, key_of
from polling.documents.shared import SharedDocument
from polling.documents.store import Slot, opened, store
from polling.documents.update_batch import Change, UpdateBatch, refusing
from polling.live import announce
from polling.live.messages import Draft

Result = TypeVar("Result")
LONG_BYTES, LONG_WORK = 2_000, 200  # about a millisecond: after that, others have a turn
log = logging.getLogger(__name__)


def make_ready(actor: Actor) -> None:
    """Have the actor's document in memory, read off the event loop before anything is locked.

    One that costs too much, because it is full or an older version let too much in, begins again:
    under another name, with its texts as the columns have them.
    """
    if memory.is_ready(key_of(actor)):
        return
    with memory.held(key_of(actor)) as slot:
        if not memory.is_ready(key_of(actor)) and (costly := _load(slot, actor)):
            _begin_again(slot, actor, costly)


def _load(slot: Slot, actor: Actor) -> str | None:
    """The name of the document if it costs too much."""
    with reading() as session:
        home = binding.finder(session, [actor])(actor)
        try:
            memory.load(session, slot, home)
        except updates.BadUpdate as error:
            log.warning("document %s begins again: %s", home.name, error)
            return home.name
    return None


def _begin_again(slot: Slot, actor: Actor, costly: str) -> None:
    with transaction() as session:
        home = binding.finder(session, [actor])(actor)
        if home.name == costly:  # and no other server was faster
            memory.erase(session, slot, home)
            home.rename()


def join(
    session: Session, slot: Slot, actor: Actor, *, document: str, vector: bytes
) -> SharedDocument:
    """The actor's document, ready for a page that has `vector` of it."""
    home = binding.finder(session, [actor])(actor)
    binding.require_shown(home, document)
    with refusing():
        updates.read_clocks(vector)
    return take_in(session, slot, home)


def write(
    session: Session, slots: Mapping[Key, Slot], changes: Sequence[Change]
) -> list[WorkshopError | None]:
    """Take changes into the documents that they are of; for each, why not, or None.

    One that is refused leaves no trace, and the others are taken. `slots` are held.
    """
    find = binding.finder(session, {change.actor for change in changes})
    found = [_tried(change, lambda change: _home(find, change)) for change in changes]
    sheets = _sheets(session, slots, changes, found)
    refusals = []
    for change, home in zip(changes, found, strict=True):
        taken = home if isinstance(home, WorkshopError) else _tried(change, sheets[home].take)
        refusals.append(taken)
        if len(change.update) > LONG_BYTES or change.work > LONG_WORK:
            gevent.sleep(0)
    _store(session, [sheet for sheet in sheets.values() if sheet.effects])
    return refusals


def take_in(session: Session, slot: Slot, home: DocumentBinding) -> SharedDocument:
    """The document, holding also what was stored beside it: an import, a draft of old, a form."""
    (shared,) = opened(session, [(slot, home)])
    _take_over(session, home, shared)
    return shared


def _take_over(session: Session, home: DocumentBinding, shared: SharedDocument) -> None:
    due = [text for text in home.texts if home.rewritten or text not in shared.known]
    for text in due:
        stored, words = home.column(text), shared.text(text)
        if stored != home.plain(text, words) and (home.rewritten or not words):
            _rewrite(session, home, shared, text, stored)
    shared.known.update(due)
    if due:
        shared.changed_since_stored = True
        home.taken_in(due)


def rewrite(session: Session, slot: Slot, home: DocumentBinding, texts: Mapping[str, str]) -> None:
    """Let some texts say something else, as if somebody had written it there."""
    shared = take_in(session, slot, home)
    for text, words in texts.items():
        _rewrite(session, home, shared, text, words)
    home.mirror(texts)


def _rewrite(
    session: Session, home: DocumentBinding, shared: SharedDocument, text: str, words: str
) -> None:
    if change := shared.rewrite(text, words):
        store(session, [(home, shared, change)])
        _relay(session, home, change)


def _tried(change: Change, do: Callable[[Change], Result]) -> Result | WorkshopError:
    """What comes of it, or why it is refused."""
    try:
        return change.context.run(do, change)
    except WorkshopError as refusal:
        return refusal


def _home(find: binding.BindingFinder, change: Change) -> DocumentBinding:
    home = find(change.actor)
    binding.require_shown(home, change.document)
    return home


def _sheets(
    session: Session,
    slots: Mapping[Key, Slot],
    changes: Sequence[Change],
    found: Sequence[DocumentBinding | WorkshopError],
) -> dict[DocumentBinding, UpdateBatch]:
    """A sheet for each document that somebody may write in."""
    places = {
        home: slots[key_of(change.actor)]
        for change, home in zip(changes, found, strict=True)
        if isinstance(home, DocumentBinding)
    }
    documents = opened(session, [(slot, home) for home, slot in places.items()]) if places else []
    for home, document in zip(places, documents, strict=True):
        _take_over(session, home, document)
    return {home: UpdateBatch(session, slot, home) for home, slot in places.items()}


def _store(session: Session, sheets: Sequence[UpdateBatch]) -> None:
    """Store what was taken, let the columns follow it, and pass it on after the commit."""
    merged = [(sheet.home, sheet.document, merge_updates(*sheet.effects)) for sheet in sheets]
    if merged:
        store(session, merged)
    for sheet, (home, _document, effect) in zip(sheets, merged, strict=True):
        home.mirror({text: home.plain(text, words) for text, words in sheet.texts.items()})
        home.written(sheet.actors, sheet.texts)
        _relay(session, home, effect, sheet.only_sender)


def _relay(
    session: Session, home: DocumentBinding, effect: bytes, sender: str | None = None
) -> None:
    message = Draft(document=home.name, kind="update", data=effect)
    on_commit(session, lambda: announce.relay(message, home.room, skip_sid=sender))
