"""One document while changes that came together are written in it.

Every change is checked before and after the document takes it.
"""

from contextvars import Context, copy_context
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.documents import updates
from polling.documents.homes import Home
from polling.documents.memory import Slot, opened
from polling.documents.refusals import DraftGap, DraftRefused, TextTooLong
from polling.documents.shared import SharedDocument
from polling.errors import WorkshopError
from polling.i18n import _
from polling.workshop_file.text import clean_while_typed

Changed = dict[str, tuple[str, str]]  # the name of a text → (as it was, as it is)


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


class Sheet:
    """`effects` are what the changes added; `texts` are as they have become by them."""

    def __init__(self, session: Session, slot: Slot, home: Home) -> None:
        self._session, self._slot, self.home = session, slot, home
        self.effects: list[bytes] = []
        self.texts: dict[str, str] = {}
        self.actors: list[Actor] = []
        self._senders: set[str] = set()
        self.document.watch(home.texts)

    @property
    def document(self) -> SharedDocument:
        """The document that is written in."""
        assert self._slot.document is not None  # noqa: S101  it was opened
        return self._slot.document

    @property
    def only_sender(self) -> str | None:
        """Who knows all of it already, if it is of one connection."""
        return next(iter(self._senders)) if len(self._senders) == 1 else None

    def take(self, change: Change) -> None:
        """Take a change into the document, or raise why not."""
        expected = _check_update(self.document, change.update, self.home)
        try:
            effect = self._applied(change.update)
            changed = self.document.changed()
            if self.document.clocks != expected or any(
                text not in self.home.texts for text in changed
            ):
                raise DraftRefused(_("This change cannot be taken."))
            _check_texts(self.home, changed)
            if effect:
                self.home.require_writer(change.actor)
        except WorkshopError:
            self._go_back()
            raise
        if effect:
            self._note(change, effect, changed)

    def _applied(self, update: bytes) -> bytes:
        try:
            return self.document.apply(update)
        except updates.BadUpdate as error:
            raise DraftRefused(_("This change cannot be taken.")) from error

    def _note(self, change: Change, effect: bytes, changed: Changed) -> None:
        self.effects.append(effect)
        self.texts.update({text: words for text, (_, words) in changed.items()})
        self.actors.append(change.actor)
        self._senders.add(change.sender)
        self.home.heard(change.actor, changed)

    def _go_back(self) -> None:
        """Read the document again, without the change that it has taken and should not have."""
        self._slot.document = None
        opened(self._session, [(self._slot, self.home)])
        for effect in self.effects:
            self.document.apply(effect)
        self.document.watch(self.home.texts)


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


def _check_texts(home: Home, changed: Changed) -> None:
    for text, (before, words) in changed.items():
        limit = home.limit(text)
        if len(words) > max(limit, len(before)):  # an import may be longer: let it shrink
            message = _(
                "This text is %(count)s characters too long. Shorten it to save it.",
                count=len(words) - limit,
            )
            raise TextTooLong(message, problems=[{"place": text, "message": message}])
        # Where an older version has let one in, people must be able to go on writing.
        if _has_unseen_characters(words) and not _has_unseen_characters(before):
            raise DraftRefused(_("The text has characters that cannot be seen."))


def _has_unseen_characters(words: str) -> bool:
    """Whether there are control characters, marks that reverse the text, and the like."""
    return clean_while_typed(words) != words
