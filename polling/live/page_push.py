"""Push pages to phones, rendered once for all phones that show the same.

A phone that accepts pages on connecting gets one after each change that it shows. `polling.pages`
renders them, for all phones of a workshop with a fixed number of queries. Each workshop has one
running push at a time; later changes are in the next one. A group's pages are pushed at most once
in GROUP_PAUSE_SECONDS, because a member could press a button many times a second. Other work gets a
turn every TURN_SECONDS, outside transactions.
"""

import logging
import time
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
from polling.live import connection_registry, rooms
from polling.live.messages import Page

log = logging.getLogger(__name__)
TURN_SECONDS = 0.03
GROUP_PAUSE_SECONDS = 1.0


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
_pushed: dict[str, float] = {}  # group rooms, and when they were last pushed


def bind(app: flask.Flask, socketio: SocketIO) -> None:
    """Push to the connections of this server."""
    global _app, _socketio
    _app, _socketio = app, socketio
    for known in (_languages, _wanted, _pushed):
        known.clear()


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
            due = _due(wanted)
            if not due:
                _wait()
                continue
            wanted -= due
            _push_to(workshop_id, _phones(due))
            _pushed.update(dict.fromkeys(filter(rooms.is_group, due), time.monotonic()))
    finally:
        _wanted.pop(workshop_id, None)


def _due(wanted: Iterable[str]) -> set[str]:
    """Return the rooms that may be pushed now."""
    until = time.monotonic() - GROUP_PAUSE_SECONDS
    for room in [room for room, at in _pushed.items() if at <= until]:
        del _pushed[room]
    return {room for room in wanted if room not in _pushed}


def _wait() -> None:
    """Wait for a moment only, because a change for other rooms does not wait for a group's."""
    assert _socketio is not None  # noqa: S101  as above
    _socketio.sleep(TURN_SECONDS)


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
