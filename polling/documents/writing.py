"""Writing in a shared document: a page joins it, then sends what it changes.

Every update is checked before and after the document takes it. What was written is stored and the
columns follow the text once for all changes that came together; the others who write there receive
each once it is on disk.
"""

from collections.abc import Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field

from pycrdt import merge_updates
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.db import on_commit
from polling.documents import homes, updates
from polling.documents.homes import Home
from polling.documents.memory import SharedDocument, Slot, opened, store
from polling.documents.refusals import DraftGap, DraftRefused, TextTooLong
from polling.errors import WorkshopError
from polling.i18n import _
from polling.live import announce
from polling.live.messages import Draft
from polling.workshop_file.text import clean


def join(
    session: Session, slot: Slot, actor: Actor, *, document: str, vector: bytes
) -> SharedDocument:
    """The actor's document, ready for a page that has `vector` of it."""
    home = homes.home_of(session, actor)
    homes.require_shown(home, document)
    _read_vector(vector)
    return take_in(session, slot, home)


@dataclass(frozen=True)
class Change:
    """An update on its way in, by whom, and the connection to which it need not be passed on.

    A refusal of it speaks the language of the `context` in which it came.
    """

    actor: Actor
    document: str
    update: bytes
    sender: str
    context: Context = field(default_factory=copy_context)


def write(session: Session, slot: Slot, changes: Sequence[Change]) -> list[WorkshopError | None]:
    """Take changes into the document that they are of; for each, why not, or None.

    One that is refused leaves no trace, and the others are taken.
    """
    sheet = _Sheet(session, slot)
    refusals = [change.context.run(sheet.take, change) for change in changes]
    sheet.store()
    return refusals


def take_in(session: Session, slot: Slot, home: Home) -> SharedDocument:
    """The document, holding also what was stored beside it: an import, a draft of old, a form."""
    shared = opened(session, slot, home)
    due = [text for text in home.texts if home.rewritten or text not in shared.known]
    for text, words in shared.texts(due).items():
        stored = home.column(text)
        if stored != home.plain(text, words) and (home.rewritten or not words):
            change = shared.rewrite(text, stored)
            store(session, home, shared, change)
            _relay(session, home, change)
    shared.known.update(due)
    return shared


def _read_vector(vector: bytes) -> None:
    try:
        updates.read_clocks(vector)
    except updates.BadUpdate as error:
        raise DraftRefused(_("This change cannot be taken.")) from error


class _Sheet:
    """A document while changes that came together are written in it."""

    def __init__(self, session: Session, slot: Slot) -> None:
        self._session, self._slot = session, slot
        self._home: Home | None = None
        self._taken: list[tuple[Actor, bytes]] = []

    def take(self, change: Change) -> WorkshopError | None:
        """Take a change into the document, or say why not."""
        try:
            home = homes.home_of(self._session, change.actor)
            homes.require_shown(home, change.document)
            self._write(self._open(home), change)
        except WorkshopError as refusal:
            return refusal
        return None

    def store(self) -> None:
        """Store what was taken, and let the columns follow it."""
        if self._home is None or not self._taken:
            return
        whole = merge_updates(*(effect for _, effect in self._taken))
        store(self._session, self._home, self._shared, whole)
        changed = dict(self._written.items() - self._stored.items())
        for text, words in changed.items():
            self._home.mirror(text, self._home.plain(text, words))
        self._home.written([actor for actor, _ in self._taken], changed)

    def _open(self, home: Home) -> Home:
        if self._home is None:
            self._home = home
            self._shared = take_in(self._session, self._slot, home)
            self._stored = self._written = self._shared.texts(home.texts)
        return self._home

    def _write(self, home: Home, change: Change) -> None:
        expected = _check_update(self._shared, change.update, home)
        effect = self._shared.apply(change.update)
        written = self._shared.texts(home.texts)
        try:
            self._check(home, written, fits=self._shared.clocks == expected)
            if effect:
                home.require_writer(change.actor)
        except WorkshopError:
            self._go_back(home)
            raise
        self._written = written
        if effect:
            self._taken.append((change.actor, effect))
            _relay(self._session, home, effect, change.sender)
            home.heard(change.actor)

    def _check(self, home: Home, written: dict[str, str], *, fits: bool) -> None:
        if not fits:
            raise DraftRefused(_("This change cannot be taken."))
        changed = dict(written.items() - self._written.items())
        _check_texts(home, changed, self._written)

    def _go_back(self, home: Home) -> None:
        """Read the document again, without the change that it has taken and should not have."""
        self._slot.document = None
        self._shared = opened(self._session, self._slot, home)
        for _actor, effect in self._taken:
            self._shared.apply(effect)


def _check_update(shared: SharedDocument, update: bytes, home: Home) -> updates.Clocks:
    """What the document will have of everybody's work once it has taken the update."""
    try:
        holds = updates.read(update)
        expected = updates.after(shared.clocks, holds)
    except updates.Gap as error:
        raise DraftGap(_("A part of your text is still missing here. It is sent again.")) from error
    except updates.BadUpdate as error:
        raise DraftRefused(_("This change cannot be taken.")) from error
    if not all(root in home.texts for root in holds.roots):
        raise DraftRefused(_("This text is not in your document."))
    return expected


def _check_texts(home: Home, changed: dict[str, str], before: dict[str, str]) -> None:
    for text, words in changed.items():
        limit = home.limit(text)
        if len(words) > max(limit, len(before[text])):  # an import may be longer: let it shrink
            message = _(
                "This text is %(count)s characters too long. Shorten it to save it.",
                count=len(words) - limit,
            )
            raise TextTooLong(message, problems=[{"place": text, "message": message}])
        if _has_unseen_characters(words):
            raise DraftRefused(_("The text has characters that cannot be seen."))


def _has_unseen_characters(words: str) -> bool:
    """Whether there are control characters or marks that reverse the text."""
    framed = f"|{words}|"
    return clean(framed) != framed


def _relay(session: Session, home: Home, effect: bytes, sender: str | None = None) -> None:
    message = Draft(document=home.name, kind="update", data=effect)
    on_commit(session, lambda: announce.relay(message, home.room, skip_sid=sender))
