"""Push pages to phones, rendered once for all phones that show the same.

A phone that accepts pages on connecting gets one after each change that it shows. `polling.pages`
renders them, for all phones of a workshop with a fixed number of queries. Each workshop has one
running push at a time; later changes are in the next one. Other work gets a turn every
TURN_SECONDS, outside transactions.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import flask
from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from polling.core.access import Role
from polling.core.clock import milliseconds, now
from polling.core.db import reading
from polling.core.threads import let_others_in
from polling.live import connection_registry
from polling.live.messages import Page

log = logging.getLogger(__name__)
TURN_SECONDS = 0.03


@dataclass(frozen=True)
class Phone:
    """A connection that accepts pages, with its actor at connect."""

    sid: str
    participant_id: int
    token_version: int
    language: str


@dataclass(frozen=True)
class Pushed:
    """A page for these connections: compressed HTML, or b"" if they must fetch their own."""

    version: int
    page: bytes
    sids: list[str]


MakePages = Callable[[Session, int, Sequence[Phone], float], Iterator[Pushed]]

_app: flask.Flask | None = None
_socketio: SocketIO | None = None
_make_pages: MakePages | None = None
_languages: dict[str, str] = {}
_wanted: dict[int, set[str]] = {}


def bind(app: flask.Flask, socketio: SocketIO) -> None:
    """Push to the connections of this server."""
    global _app, _socketio
    _app, _socketio = app, socketio
    _languages.clear()
    _wanted.clear()


def made_by(make_pages: MakePages) -> None:
    """Declare the function that renders pages, which this package cannot import."""
    global _make_pages  # noqa: PLW0603  one process, one app
    _make_pages = make_pages


def arrive(sid: str, language: str) -> None:
    """Add a connection that accepts pages, in this language."""
    _languages[sid] = language


def leave(sid: str) -> None:
    """Remove a connection."""
    _languages.pop(sid, None)


def others(room: str) -> list[str]:
    """Return the connections in a room that do not accept pages."""
    return [sid for sid, _actor in connection_registry.hearing(room) if sid not in _languages]


def push(workshop_id: int, to: Iterable[str]) -> None:
    """Push the current page to the phones in these rooms."""
    if _socketio is None:
        return
    idle = workshop_id not in _wanted
    _wanted.setdefault(workshop_id, set()).update(to)
    if idle:
        _socketio.start_background_task(_push_all, workshop_id)


def _push_all(workshop_id: int) -> None:
    try:
        while wanted := _wanted.get(workshop_id):
            _wanted[workshop_id] = set()
            _push_to(workshop_id, _phones(wanted))
    finally:
        _wanted.pop(workshop_id, None)


def _phones(wanted: Iterable[str]) -> list[Phone]:
    found = {}
    for room in wanted:
        for sid, actor in connection_registry.hearing(room):
            if sid in _languages and actor.role is Role.PARTICIPANT:
                found[sid] = Phone(
                    sid, actor.participant_id or 0, actor.token_version, _languages[sid]
                )
    return list(found.values())


def _push_to(workshop_id: int, phones: list[Phone]) -> None:
    while phones:
        try:
            made = _some_pages(workshop_id, phones)
        except Exception:
            log.exception("cannot push pages, so phones fetch them")
            made = [Pushed(0, b"", [phone.sid for phone in phones])]
        for one in made:
            _send(one)
        done = {sid for one in made for sid in one.sids}
        phones = [phone for phone in phones if phone.sid not in done and phone.sid in _languages]
        let_others_in()


def _some_pages(workshop_id: int, phones: list[Phone]) -> list[Pushed]:
    assert _app is not None and _make_pages is not None  # noqa: S101, PT018  as above
    with _app.test_request_context("/"), reading() as session:
        return list(_make_pages(session, workshop_id, phones, TURN_SECONDS))


def _send(one: Pushed) -> None:
    assert _socketio is not None  # noqa: S101  bound before anything is pushed
    message = Page(version=one.version, now=milliseconds(now()) or 0, page=one.page)
    _emit(message.event, message.model_dump(), one.sids)


def _emit(event: str, data: Any, sids: list[str]) -> None:
    assert _socketio is not None  # noqa: S101  bound before anything is pushed
    _socketio.server.emit(event, data, to=sids, namespace="/")
