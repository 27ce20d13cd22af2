"""Bindings: who owns a document, which texts it has, and who may write in it.

A package with documents implements a `DocumentBinding` for each kind, and declares for each role
how to find an actor's document. Requests do not choose the document, so nobody can access another
one.
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
    """A document and its columns, within one transaction.

    `key` identifies it in memory, and `name` on every device. `owner` identifies its stored
    updates. `room` is the Socket.IO room of its readers. `rewritten` means that other code changes
    its columns too; the document then takes over their values when it is opened.
    """

    key: Key
    name: str
    owner: dict[str, int]
    room: str
    rewritten = False

    @property
    @abstractmethod
    def texts(self) -> Collection[str]:
        """Return the names of all texts that the document may have."""

    @abstractmethod
    def column(self, text: str) -> str:
        """Return the value of the text's column."""

    @abstractmethod
    def plain(self, text: str, words: str) -> str:
        """Return the text as stored in the column."""

    @abstractmethod
    def limit(self, text: str) -> int:
        """Return the largest length of the text, in characters."""

    @abstractmethod
    def project(self, texts: Mapping[str, str]) -> None:
        """Write the columns of changed texts: {name of the text: its plain text}."""

    @abstractmethod
    def rename(self) -> None:
        """Rename the document, and refresh its pages."""

    @abstractmethod
    def require_writer(self, actor: Actor) -> None:
        """Refuse an actor who may read but not write, or not now."""

    @abstractmethod
    def seeded(self, texts: Collection[str]) -> None:
        """Called when these texts have been initialized from their columns, before any change."""

    @abstractmethod
    def taken(self, actor: Actor, texts: Collection[str]) -> None:
        """Called when an actor's change of these texts has been accepted."""

    @abstractmethod
    def stored(self, actors: Collection[Actor], texts: Collection[str]) -> None:
        """Called once per batch, when the changes of these actors are stored."""


@dataclass(frozen=True)
class BindingKind:
    """How to find an actor's document; `key` and `room` need no query.

    `look` reads the current write access of these actors, with one statement per table. It returns
    a function that returns an actor's binding (the same for all who share a document), or refuses,
    because an actor may have lost access since they were identified.
    """

    key: Callable[[Actor], Key]
    room: Callable[[Actor], str | None]
    look: Callable[[Session, Collection[Actor]], BindingFinder]


_KINDS: dict[Role, BindingKind] = {}


def declare(kind: BindingKind, *roles: Role) -> None:
    """Declare that these roles write in documents of this kind."""
    _KINDS.update(dict.fromkeys(roles, kind))


def key_of(actor: Actor) -> Key:
    """Return the key of the actor's document."""
    return _KINDS[actor.role].key(actor)


def room_of(actor: Actor) -> str | None:
    """Return the Socket.IO room of the document's editors, if there is one."""
    return _KINDS[actor.role].room(actor)


def finder(session: Session, actors: Collection[Actor]) -> BindingFinder:
    """Return a function that finds the binding of each of these actors, in this transaction."""
    by_kind: dict[BindingKind, list[Actor]] = defaultdict(list)
    for actor in actors:
        by_kind[_KINDS[actor.role]].append(actor)
    finds = {kind: kind.look(session, those) for kind, those in by_kind.items()}
    return lambda actor: finds[_KINDS[actor.role]](actor)


def new_name() -> str:
    """Return a new, unique name for a document."""
    return secrets.token_hex(8)


def require_shown(binding: DocumentBinding, document: str) -> None:
    """Raise OtherDocument unless this is the document that the page shows."""
    if binding.name != document:
        raise OtherDocument(_("This text has changed. Reload the page."))
