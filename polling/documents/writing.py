"""Write in shared documents. The document is authoritative, and its columns are derived from it.

Each change goes through the same steps: document, stored update, columns, announcement. There are
four operations:

- `join`: a page receives what it lacks;
- `write`: pages' updates, many in one transaction;
- `rewrite`: the server changes texts, for example to restore a version;
- `begin`: the server writes the initial content of new texts.

All but `begin` need a transaction made by `editing`.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from pycrdt import merge_updates
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.db import on_commit, reading, transaction
from polling.core.errors import WorkshopError
from polling.core.threads import let_others_in
from polling.documents import store, yjs_updates
from polling.documents.binding import BindingFinder, DocumentBinding, finder, key_of, require_shown
from polling.documents.shared_document import SharedDocument, first_words
from polling.documents.update_batch import Change, UpdateBatch, refusing
from polling.live import announce
from polling.live.messages import Draft

Result = TypeVar("Result")
LONG_WORK = 200  # pieces, read in about a millisecond; then other greenlets get a turn
log = logging.getLogger(__name__)


@contextmanager
def editing(actor: Actor) -> Iterator[Session]:
    """Open a write transaction in which the actor's document can be changed."""
    make_ready(actor)
    with store.editing([key_of(actor)], actor.workshop_id) as session:
        yield session


def make_ready(actor: Actor) -> None:
    """Load the actor's document into memory, in a thread and before anything is locked.

    A document that is too costly, because it is full or an older version accepted too much, is
    replaced: it gets a new name, and its texts are read from the columns.
    """
    if store.is_ready(key_of(actor)):
        return
    with store.held(key_of(actor)) as slot:
        if not store.is_ready(key_of(actor)) and (costly := _load(slot, actor)):
            _begin_again(slot, actor, costly)


def _load(slot: store.Slot, actor: Actor) -> str | None:
    """Load the document; return its name if it is too costly."""
    with reading() as session:
        binding = finder(session, [actor])(actor)
        try:
            store.load(session, slot, binding)
        except yjs_updates.BadUpdate as error:
            log.warning("replacing document %s, which is too costly: %s", binding.name, error)
            return binding.name
    return None


def _begin_again(slot: store.Slot, actor: Actor, costly: str) -> None:
    with transaction(actor.workshop_id) as session:
        binding = finder(session, [actor])(actor)
        if binding.name == costly:  # otherwise another server was faster
            store.erase(session, slot, binding)
            binding.rename()


def require_own(actor: Actor, document: str) -> None:
    """Refuse a document that is not the actor's. Queries the database only if necessary."""
    if store.name_of(key_of(actor)) == document:
        return
    with reading() as session:
        require_shown(finder(session, [actor])(actor), document)


def join(session: Session, actor: Actor, *, document: str, vector: bytes) -> SharedDocument:
    """Return the actor's document, for a page with this state vector."""
    binding = finder(session, [actor])(actor)
    require_shown(binding, document)
    with refusing():
        yjs_updates.read_clocks(vector)
    return _open(session, binding)


def write(session: Session, changes: Sequence[Change]) -> list[WorkshopError | None]:
    """Apply pages' changes to their documents; returns a refusal or None for each.

    A refused change has no effect, and the others are applied.
    """
    find = finder(session, {change.actor for change in changes})
    found = [_tried(change, lambda change: _binding(find, change)) for change in changes]
    batches = _batches(session, found)
    refusals = []
    for change, one in zip(changes, found, strict=True):
        refused = one if isinstance(one, WorkshopError) else _tried(change, batches[one].take)
        refusals.append(refused)
        if change.work > LONG_WORK:
            let_others_in()
    _store(session, [batch for batch in batches.values() if batch.effects])
    return refusals


def rewrite(session: Session, binding: DocumentBinding, texts: Mapping[str, str]) -> None:
    """Change texts as if a person had typed the change; it merges with concurrent typing."""
    shared = _open(session, binding)
    for text, words in texts.items():
        _rewrite(session, binding, shared, text, words)
    _project(binding, texts)


def begin(session: Session, binding: DocumentBinding, texts: Mapping[str, str]) -> None:
    """Write the initial content of new texts, where no conflict is possible."""
    if update := first_words(texts):
        store.append(session, binding, update)
        _project(binding, texts)
        _relay(session, binding, update)


def _open(session: Session, binding: DocumentBinding) -> SharedDocument:
    (shared,) = store.opened(session, [binding])
    _seed(session, binding, shared)
    return shared


def _seed(session: Session, binding: DocumentBinding, shared: SharedDocument) -> None:
    """Initialize texts that are new to the document from their columns, as after an import."""
    due = [text for text in binding.texts if binding.rewritten or text not in shared.known]
    for text in due:
        stored, words = binding.column(text), shared.text(text)
        if stored != binding.plain(text, words) and (binding.rewritten or not words):
            _rewrite(session, binding, shared, text, stored)
    shared.known.update(due)
    if due:
        shared.changed_since_stored = True
        binding.seeded(due)


def _rewrite(
    session: Session, binding: DocumentBinding, shared: SharedDocument, text: str, words: str
) -> None:
    if change := shared.rewrite(text, words):
        store.store(session, [(binding, shared, change)])
        _relay(session, binding, change)


def _tried(change: Change, do: Callable[[Change], Result]) -> Result | WorkshopError:
    """Return the result of an operation, or its refusal."""
    try:
        return change.context.run(do, change)
    except WorkshopError as refusal:
        return refusal


def _binding(find: BindingFinder, change: Change) -> DocumentBinding:
    binding = find(change.actor)
    require_shown(binding, change.document)
    return binding


def _batches(
    session: Session, found: Sequence[DocumentBinding | WorkshopError]
) -> dict[DocumentBinding, UpdateBatch]:
    """Return a batch for each document, and refusals for actors without access."""
    bindings = list(dict.fromkeys(one for one in found if isinstance(one, DocumentBinding)))
    documents = store.opened(session, bindings) if bindings else []
    for binding, document in zip(bindings, documents, strict=True):
        _seed(session, binding, document)
    return {binding: UpdateBatch(session, binding) for binding in bindings}


def _store(session: Session, batches: Sequence[UpdateBatch]) -> None:
    """Store accepted updates, write the columns, and send the updates after the commit."""
    merged = [(one.binding, one.document, merge_updates(*one.effects)) for one in batches]
    if merged:
        store.store(session, merged)
    for batch, (binding, _document, effect) in zip(batches, merged, strict=True):
        _project(binding, batch.texts)
        binding.stored(batch.actors, batch.texts)
        _relay(session, binding, effect, batch.only_sender)


def _project(binding: DocumentBinding, texts: Mapping[str, str]) -> None:
    binding.project({text: binding.plain(text, words) for text, words in texts.items()})


def _relay(
    session: Session, binding: DocumentBinding, effect: bytes, sender: str | None = None
) -> None:
    message = Draft(document=binding.name, kind="update", data=effect)
    on_commit(session, lambda: announce.relay(message, binding.room, skip_sid=sender))
