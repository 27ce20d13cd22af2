"""Run handlers on all servers of the database, after the commit.

This server runs them directly; the others get a message through Redis (`live.peers`).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from polling.core.db import on_commit

Do = TypeVar("Do", bound=Callable[..., None])
TellPeers = Callable[[str, dict[str, Any]], None]

_does: dict[str, Callable[..., None]] = {}
_tell_peers: TellPeers | None = None


def bind(tell_peers: TellPeers | None) -> None:
    """Set the function that tells other servers what to `obey`."""
    global _tell_peers  # noqa: PLW0603  one process, one server
    _tell_peers = tell_peers


def has_peers() -> bool:
    """Return whether there may be other servers."""
    return _tell_peers is not None


def does(kind: str) -> Callable[[Do], Do]:
    """Declare the handler for messages with this name."""

    def declare(do: Do) -> Do:
        _does[kind] = do
        return do

    return declare


def everywhere(session: Session, kind: str, **said: Any) -> None:
    """Let every server do this after the commit."""

    def tell() -> None:
        obey(kind, said)
        elsewhere(kind, **said)

    on_commit(session, tell)


def elsewhere(kind: str, **said: Any) -> None:
    """Let every other server do this; this one has done it already."""
    if _tell_peers is not None:
        _tell_peers(kind, said)


def obey(kind: str, said: dict[str, Any]) -> None:
    """Run the handler for a message from any server, if this version has one."""
    if kind in _does:
        _does[kind](**said)
