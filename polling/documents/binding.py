"""Where a document belongs: whose it is, what stands in it, and who may write there.

A package that has documents gives each kind a `Home` and declares, by the role of those who write,
how an actor's is found: nobody ever names a document that is not theirs.
"""

import secrets
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.documents.refusals import OtherDocument

Key = tuple[str, int]  # the kind of home, and its id
BindingFinder = Callable[[Actor], "DocumentBinding"]


class DocumentBinding(ABC):
    """One document's place, looked at within one transaction.

    `name` is the document's on every device; `owner` says whose its stored updates are; `room` is
    where those are who may read it. `rewritten` says that its texts are also changed elsewhere.
    """

    name: str
    owner: dict[str, int]
    room: str
    rewritten = False

    @property
    @abstractmethod
    def texts(self) -> Collection[str]:
        """The names of all texts that may stand in the document."""

    @abstractmethod
    def column(self, text: str) -> str:
        """What is stored under this name beside the document."""

    @abstractmethod
    def plain(self, text: str, words: str) -> str:
        """The words as that column has them."""

    @abstractmethod
    def limit(self, text: str) -> int:
        """How many characters the text may have."""

    @abstractmethod
    def mirror(self, texts: Mapping[str, str]) -> None:
        """Let the columns follow the document: {the name of a text: its plain words}."""

    @abstractmethod
    def rename(self) -> None:
        """Give the document another name, and have the pages that show it fetched again."""

    @abstractmethod
    def require_writer(self, actor: Actor) -> None:
        """Refuse an actor who may read here but not write, or not now."""

    @abstractmethod
    def taken_in(self, texts: Collection[str]) -> None:
        """These texts are in the document from now on, and nobody has changed them yet."""

    @abstractmethod
    def heard(self, actor: Actor, texts: Collection[str]) -> None:
        """An actor's change of these texts was taken."""

    @abstractmethod
    def written(self, actors: Collection[Actor], texts: Collection[str]) -> None:
        """These actors' changes are stored: once for all that came together."""


@dataclass(frozen=True)
class BindingKind:
    """How the home of an actor is found; its `key` and `room` without a look at the database.

    `look` reads for some actors, with one statement for each table, what decides where they may
    write now. What it returns finds the home of each of them, the same for all who share one, or
    refuses: also an actor who was identified a while ago, and may be nobody any more.
    """

    key: Callable[[Actor], Key]
    room: Callable[[Actor], str | None]
    look: Callable[[Session, Collection[Actor]], BindingFinder]


_KINDS: dict[Role, BindingKind] = {}


def declare(kind: BindingKind, *roles: Role) -> None:
    """Those of these roles write in documents of this kind."""
    _KINDS.update(dict.fromkeys(roles, kind))


def key_of(actor: Actor) -> Key:
    """The key under which the actor's document is held."""
    return _KINDS[actor.role].key(actor)


def room_of(actor: Actor) -> str | None:
    """Where those are who write with the actor, if there are any."""
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


def require_shown(home: DocumentBinding, document: str) -> None:
    """OtherDocument unless the page shows what stands here."""
    if home.name != document:
        raise OtherDocument(_("This page shows an earlier text. Reload it to see the current one."))
