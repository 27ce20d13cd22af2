"""Where a document belongs: whose it is, what its texts are, and who may write there.

A package that has documents writes a `DocumentBinding` for each kind and declares, by the role of
the writers, how an actor's document is found. So nobody can name a document that is not theirs.
"""

import secrets
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.documents.errors import OtherDocument

Key = tuple[str, int]  # the kind of document, and the id of its owner
BindingFinder = Callable[[Actor], "DocumentBinding"]


class DocumentBinding(ABC):
    """One document and its columns, within one transaction.

    `key` finds it in memory; `name` is its name on every device; `owner` says whose its stored
    updates are; `room` is the Socket.IO room of its readers. `rewritten` says that other code
    changes its columns too: the document then follows them when it is opened.
    """

    key: Key
    name: str
    owner: dict[str, int]
    room: str
    rewritten = False

    @property
    @abstractmethod
    def texts(self) -> Collection[str]:
        """The names of all texts that the document may have."""

    @abstractmethod
    def column(self, text: str) -> str:
        """The value of the text's column."""

    @abstractmethod
    def plain(self, text: str, words: str) -> str:
        """The words as that column has them."""

    @abstractmethod
    def limit(self, text: str) -> int:
        """How many characters the text may have."""

    @abstractmethod
    def project(self, texts: Mapping[str, str]) -> None:
        """Write the columns of texts that have changed: {the name of a text: its plain words}."""

    @abstractmethod
    def rename(self) -> None:
        """Give the document another name, and tell its pages to refresh."""

    @abstractmethod
    def require_writer(self, actor: Actor) -> None:
        """Refuse an actor who may read here but not write, or not now."""

    @abstractmethod
    def seeded(self, texts: Collection[str]) -> None:
        """These texts have begun with what their columns say; nobody has changed them yet."""

    @abstractmethod
    def taken(self, actor: Actor, texts: Collection[str]) -> None:
        """An actor's change of these texts was accepted."""

    @abstractmethod
    def stored(self, actors: Collection[Actor], texts: Collection[str]) -> None:
        """These actors' changes are stored: called once for a whole batch."""


@dataclass(frozen=True)
class BindingKind:
    """How an actor's document is found; its `key` and `room` without a query.

    `look` reads, with one statement for each table, what decides where these actors may write now.
    It returns a function that finds the binding of each of them, one for all who share a document,
    or refuses: an actor may have lost access since they were identified.
    """

    key: Callable[[Actor], Key]
    room: Callable[[Actor], str | None]
    look: Callable[[Session, Collection[Actor]], BindingFinder]


_KINDS: dict[Role, BindingKind] = {}


def declare(kind: BindingKind, *roles: Role) -> None:
    """Say that these roles write in documents of this kind."""
    _KINDS.update(dict.fromkeys(roles, kind))


def key_of(actor: Actor) -> Key:
    """The key under which the actor's document is held."""
    return _KINDS[actor.role].key(actor)


def room_of(actor: Actor) -> str | None:
    """The Socket.IO room of those who write with the actor, if there is one."""
    return _KINDS[actor.role].room(actor)


def finder(session: Session, actors: Collection[Actor]) -> BindingFinder:
    """Finds where each of these actors writes, in the session's transaction."""
    by_kind: dict[BindingKind, list[Actor]] = defaultdict(list)
    for actor in actors:
        by_kind[_KINDS[actor.role]].append(actor)
    finds = {kind: kind.look(session, those) for kind, those in by_kind.items()}
    return lambda actor: finds[_KINDS[actor.role]](actor)


def new_name() -> str:
    """A name for a document that no page has a copy of."""
    return secrets.token_hex(8)


def require_shown(binding: DocumentBinding, document: str) -> None:
    """OtherDocument unless this is the document that the page shows."""
    if binding.name != document:
        raise OtherDocument(_("This text has changed. Reload the page."))
