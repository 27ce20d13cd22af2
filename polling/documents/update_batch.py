"""A batch of changes to one document.

Every change is checked before and after it is applied.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import cached_property
from typing import ParamSpec, TypeVar

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import WorkshopError
from polling.core.i18n import _
from polling.core.text import clean_while_typed
from polling.core.threads import run_in_thread
from polling.documents import yjs_updates
from polling.documents.binding import DocumentBinding
from polling.documents.errors import (
    DraftGap,
    DraftRefused,
    DraftRewrite,
    OtherDocument,
    TextTooLong,
)
from polling.documents.shared_document import SharedDocument
from polling.documents.store import read_again, slot_of
from polling.documents.yjs_clients import adds_only_own

P = ParamSpec("P")
Result = TypeVar("Result")
LONG_BYTES = 2_000  # about a millisecond of work
MAX_STEPS = 40_000  # for one update: about 3 ms in the library, and 10 ms in `Order`
STEPS_LIKE_A_PIECE = 10  # steps that cost as much as reading a piece
NEW_CLIENT_LIKE_PIECES = 1_000  # a page needs two at most, and a document has MAX_CLIENTS
PIECES_LIKE_A_PIECE = 4  # pieces read again after a refusal that cost as much as one new piece

Changed = dict[str, tuple[str, str]]  # name of the text → (before, after)


@dataclass
class Change:
    """An update to apply, its author, and the connection it came from.

    `work` is its cost so far, in pieces read. Refusals are translated in the `context` of its
    request.
    """

    actor: Actor
    document: str
    update: bytes
    sender: str
    work: int = 0
    context: Context = field(default_factory=copy_context)

    @cached_property
    def holds(self) -> yjs_updates.Update:
        """The parsed update. Raises DraftRefused if it is invalid, DraftRewrite if too large."""
        with refusing():
            return yjs_updates.read(self.update)

    def read(self) -> WorkshopError | None:
        """Parse the update before the transaction; return the refusal of an invalid one."""
        try:
            self.context.run(self.worked, lambda: self.holds)
        except WorkshopError as refusal:
            return refusal
        return None

    def worked(self, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
        """Return the result of `work` on this update; long work runs in a thread."""
        if len(self.update) <= LONG_BYTES:
            return work(*args, **more)
        return run_in_thread(work, *args, **more)


@contextmanager
def refusing() -> Iterator[None]:
    """Convert errors of an update to refusals for its sender."""
    try:
        yield
    except yjs_updates.Gap as error:
        raise DraftGap(_("Part of your text did not arrive. It is being sent again.")) from error
    except yjs_updates.TooCostly as error:
        raise DraftRewrite(
            _("This is too large to send. Make it smaller and try again.")
        ) from error
    except yjs_updates.BadUpdate as error:
        raise DraftRefused(_("You are not allowed to do this.")) from error


class UpdateBatch:
    """`effects` are the changes as updates; `texts` are the changed texts."""

    def __init__(self, session: Session, binding: DocumentBinding) -> None:
        self._session, self.binding = session, binding
        self._slot = slot_of(session, binding)
        self.effects: list[bytes] = []
        self.texts: dict[str, str] = {}
        self.actors: list[Actor] = []
        self._senders: set[str] = set()
        self.document.watch(binding.texts)

    @property
    def document(self) -> SharedDocument:
        """The document being changed."""
        assert self._slot.document is not None  # noqa: S101  it was opened
        return self._slot.document

    @property
    def only_sender(self) -> str | None:
        """The connection that sent all changes, if there is only one. It needs no update."""
        return next(iter(self._senders)) if len(self._senders) == 1 else None

    def take(self, change: Change) -> None:
        """Apply a change to the document. Raises a refusal if it is not accepted."""
        if self.document.full:  # the next change or join starts a new document
            raise OtherDocument(_("This text has changed. Reload the page."))
        order = self.document.order
        expected = _check_update(order.clocks, change, self.binding)
        change.work += NEW_CLIENT_LIKE_PIECES * len(change.holds.adds.keys() - order.clocks.keys())
        with refusing():
            steps = change.worked(order.take, change.holds, MAX_STEPS)
        change.work += steps // STEPS_LIKE_A_PIECE
        try:
            effect = change.worked(self._applied, change.update)
            changed = self.document.changed()
            if self.document.clocks != expected or any(
                text not in self.binding.texts for text in changed
            ):
                raise DraftRefused(_("You are not allowed to do this."))
            _check_texts(self.binding, changed)
            if effect:
                self.binding.require_writer(change.actor)
        except WorkshopError:
            order.revert()
            change.work += order.count // PIECES_LIKE_A_PIECE
            self._go_back()
            raise
        order.keep(change.holds.deletes)
        if effect:
            self._note(change, effect, changed)

    def _applied(self, update: bytes) -> bytes:
        with refusing():
            return self.document.apply(update)

    def _note(self, change: Change, effect: bytes, changed: Changed) -> None:
        self.effects.append(effect)
        self.texts.update({text: words for text, (_, words) in changed.items()})
        self.actors.append(change.actor)
        self._senders.add(change.sender)
        self.binding.taken(change.actor, changed)

    def _go_back(self) -> None:
        """Read the document again, without the change that was applied but refused."""
        read_again(self._session, self._slot, self.binding)
        for effect in self.effects:
            self.document.apply(effect)
        self.document.watch(self.binding.texts)


def _check_update(
    known: yjs_updates.Clocks, change: Change, binding: DocumentBinding
) -> yjs_updates.Clocks:
    """Return the clocks that the document will have after the change."""
    with refusing():
        expected = yjs_updates.after(known, change.holds)
    if not all(root in binding.texts for root in change.holds.roots):
        raise DraftRefused(_("You are not allowed to do this."))
    if not adds_only_own(change.actor, change.holds, known):
        raise DraftRewrite(_("Part of your text did not arrive. It is being sent again."))
    return expected


def _check_texts(binding: DocumentBinding, changed: Changed) -> None:
    for text, (before, words) in changed.items():
        limit = binding.limit(text)
        if len(words) > max(limit, len(before)):  # imported texts may be longer, and may shrink
            message = _(
                "This text is %(count)s characters too long. Shorten it to save it.",
                count=len(words) - limit,
            )
            raise TextTooLong(message, problems=[{"place": text, "message": message}])
        # If an older version stored such characters, people must still be able to write.
        if _has_unseen_characters(words) and not _has_unseen_characters(before):
            raise DraftRefused(_("Invisible characters are not allowed."))


def _has_unseen_characters(words: str) -> bool:
    """Return whether a text contains control characters, direction marks, or the like."""
    return clean_while_typed(words) != words
