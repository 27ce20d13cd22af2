"""The only caller of emit. Actions announce changes, which are sent on a tick after the commit.

The changes of one tick are sent as one message to each audience. Phones only get stage changes and
messages that concern them; facilitators also get turnout and survey answers, and screens and
consoles also joins. With several servers, each sends to its own pages and notifies the others
(`live.on_all_servers`), which do the same.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from polling.core.access import Role
from polling.core.clock import milliseconds, now
from polling.core.db import on_commit, reading
from polling.core.metrics import QUEUE_LENGTH
from polling.live import connection_registry, delivered_versions, page_push, rooms
from polling.live.messages import Changed, Counted, LiveMessage, Online, payload, read
from polling.live.on_all_servers import does, elsewhere, has_peers
from polling.workshop.models import Workshop

log = logging.getLogger(__name__)
TICK_SECONDS = 0.1
COUNT_TICK_SECONDS = 0.5
SPREAD_MS_PER_PHONE = 5
GROUP_SPREAD_MS = 600  # a group makes many small changes, and one fetch can cover several
# Changes that phones in the room do not show.
QUIET_TOPICS = frozenset(
    {"answers", "dissent", "drafts", "joined", "log", "notes", "paper", "people", "prose", "slide"}
)
FACILITATORS_TOPICS = frozenset({"answers"})  # quiet, but shown on facilitators' pages
# No participant's page shows these, even if it is loaded again. All other topics may change one.
UNSEEN_TOPICS = frozenset({"joined", "log", "notes"})
NOTE_TAKERS_TOPICS = frozenset({"notes", "setup", "stage"})  # everything that their page shows


@dataclass
class _News:
    """A workshop's messages for the next tick: topics by room, and their versions."""

    versions: set[int] = field(default_factory=set)
    topics: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


_socketio: SocketIO | None = None
_pending: dict[int, _News] = {}
_stored: dict[int, int] = {}
_counting: set[int] = set()
_connecting: set[int] = set()
_counts: dict[str, LiveMessage] = {}  # room → the turnout last sent
_overheard: dict[str, dict[str, int]] = {}  # connecting page → room → newest version
QUEUE_LENGTH.labels("announcements").set_function(lambda: len(_pending))


def bind(socketio: SocketIO) -> None:
    """Use this server. Before this (such as on the command line), announcing does nothing."""
    global _socketio  # noqa: PLW0603  one process, one server
    _socketio = socketio
    for known in (_pending, _stored, _counting, _connecting, _counts):
        known.clear()
    delivered_versions.forget_all()
    connection_registry.forget_all()  # a new server has no connections of an older one


def changed(session: Session, workshop: Workshop, *topics: str) -> None:
    """Refresh all pages that show one of these topics."""
    concern = {
        Role.SCREEN: set(topics),
        Role.ORGANIZER: set(topics),
        Role.PARTICIPANT: set(topics) - QUIET_TOPICS,
        Role.FACILITATOR: set(topics) - (QUIET_TOPICS - FACILITATORS_TOPICS),
        Role.NOTE_TAKER: set(topics) & NOTE_TAKERS_TOPICS,
    }
    audiences = {rooms.audience(workshop.id, role): seen for role, seen in concern.items() if seen}
    _after_commit(session, workshop, audiences, for_phones=not UNSEEN_TOPICS.issuperset(topics))


def group_changed(session: Session, workshop: Workshop, group_id: int, *topics: str) -> None:
    """Refresh the pages of a group's members and facilitator, and the consoles."""
    audiences = {rooms.group_room(group_id): topics}
    audiences[rooms.audience(workshop.id, Role.ORGANIZER)] = ("drafts",)
    _after_commit(session, workshop, audiences, for_phones=True)


def counted(workshop_id: int, count: Callable[[], Counted]) -> None:
    """Send the turnout to all but phones, at most once per tick. `count` runs at the tick.

    It is not sent again if no number has changed: that would tell when somebody changes a ballot.
    """
    if _socketio is None or workshop_id in _counting:
        return
    _counting.add(workshop_id)
    _socketio.start_background_task(_tell_count, workshop_id, count)


def connections_changed(workshop_id: int) -> None:
    """Send the number of connected participants to this server's consoles, once per tick."""
    if _socketio is None or workshop_id in _connecting:
        return
    _connecting.add(workshop_id)
    _socketio.start_background_task(_tell_online, workshop_id)


def relay(message: LiveMessage, room: str, skip_sid: str | None = None) -> None:
    """Send a message immediately, as shared drafting needs."""
    _say(message, room, skip_sid)
    words = message.model_dump_json()
    elsewhere("relayed", event=message.event, words=words, room=room)


@does("relayed")
def _pass_on(event: str, words: str, room: str) -> None:
    _say(read(event, words), room)


def _say(message: LiveMessage, room: str | list[str], skip_sid: str | None = None) -> None:
    if isinstance(message, Counted) and isinstance(room, str):
        _counts[room] = message
    if _socketio is not None:
        _socketio.emit(message.event, payload(message), to=room, skip_sid=skip_sid)


def answer(message: LiveMessage, sid: str) -> None:
    """Send a message to one connection."""
    if _socketio is not None:
        _socketio.emit(message.event, payload(message), to=sid)


_WATCHERS = (Role.SCREEN, Role.ORGANIZER)
_EVERYBODY = (*_WATCHERS, Role.PARTICIPANT, Role.FACILITATOR, Role.NOTE_TAKER)


def _after_commit(
    session: Session, workshop: Workshop, audiences: dict[str, Any], *, for_phones: bool
) -> None:
    workshop.version += 1
    if for_phones:
        workshop.phones_version = workshop.version
    workshop_id, version = workshop.id, workshop.version

    def note() -> None:
        if _socketio is None:
            return
        idle = workshop_id not in _pending
        news = _pending.setdefault(workshop_id, _News())
        news.versions.add(version)
        for room, topics in audiences.items():
            news.topics[room].update(topics)
        if idle:
            _socketio.start_background_task(_tell_changes, workshop_id)

    on_commit(session, note)


def _tell_changes(workshop_id: int) -> None:
    assert _socketio is not None  # noqa: S101  bound before anything is pending
    _socketio.sleep(TICK_SECONDS)
    news = _pending.pop(workshop_id, _News())
    if not news.versions:
        return  # another server has been bound since
    topics = {room: sorted(changed) for room, changed in news.topics.items()}
    versions = sorted(news.versions)
    _tell_pages(workshop_id, versions, topics)
    elsewhere("changed", workshop=workshop_id, versions=versions, topics=topics)


@does("changed")
def _tell_pages(workshop: int, versions: Sequence[int], topics: dict[str, list[str]]) -> None:
    """Send these versions to this server's pages, in order. `topics` are by room."""
    if has_peers() and workshop in connection_registry.workshops_here():
        delivered_versions.note(workshop, versions)
    for overheard in _overheard.values():
        for room in topics:  # not in order, if it repeats what another server announced
            overheard[room] = max(versions[-1], overheard.get(room, 0))
    for room, changed_there in topics.items():
        message = Changed(
            topics=changed_there,
            version=versions[-1],
            spread_ms=_spread_ms(workshop, room),
            now=milliseconds(now()) or 0,
        )
        _tell_room(message, workshop, room)
    page_push.push(workshop, topics)


def _tell_room(message: Changed, workshop: int, room: str) -> None:
    """Send to a room, except to phones whose pages are pushed."""
    if room == rooms.audience(workshop, Role.PARTICIPANT) or rooms.is_group(room):
        if told := page_push.others(room):
            _say(message, told)
    else:
        _say(message, room)


@contextmanager
def overhearing(sid: str) -> Iterator[dict[str, int]]:
    """While a page connects, collect the newest version announced to each room.

    The page is in no room yet, and may have been identified in an older snapshot.
    """
    _overheard[sid] = {}
    try:
        yield _overheard[sid]
    finally:
        _overheard.pop(sid, None)  # a client may try to join twice at once


def catch_up(confirm: Callable[[int], None]) -> None:
    """Announce changes by other servers that were stored before the last check and not announced.

    Messages between servers may be lost, but the database shows every version. The lost ones may
    also have closed or moved connections to the workshop, so `confirm` these first.
    """
    for workshop_id, version in _stored.items():
        if delivered_versions.lacks(workshop_id, version):
            confirm(workshop_id)  # if this fails, the next call tries again
            rooms_there = [rooms.audience(workshop_id, role) for role in _EVERYBODY]
            _tell_pages(workshop_id, [version], {room: [] for room in rooms_there})
        delivered_versions.settle(workshop_id, version)
    here = connection_registry.workshops_here()
    delivered_versions.forget_others(here)
    with reading() as session:
        versions = select(Workshop.id, Workshop.version).where(Workshop.id.in_(here))
        stored = {row.id: row.version for row in session.execute(versions)}
    for deleted in here - stored.keys():
        confirm(deleted)
    _stored.clear()
    _stored.update(stored)


def _spread_ms(workshop_id: int, room: str) -> int:
    """Return the time over which the pages of a room spread their fetches."""
    if room == rooms.audience(workshop_id, Role.PARTICIPANT):
        return connection_registry.connected(workshop_id) * SPREAD_MS_PER_PHONE
    return GROUP_SPREAD_MS if rooms.is_group(room) else 0


def _tell_count(workshop_id: int, count: Callable[[], Counted]) -> None:
    """Send the turnout; retry at the next tick if the database is unavailable."""
    assert _socketio is not None  # noqa: S101  bound before anything is counted
    _socketio.sleep(COUNT_TICK_SECONDS)
    _counting.discard(workshop_id)
    try:
        message = count()
    except OperationalError as error:
        log.warning("cannot send the turnout; retrying: %s", error.orig)
        counted(workshop_id, count)
        return
    for role in (*_WATCHERS, Role.FACILITATOR):
        room = rooms.audience(workshop_id, role)
        if _counts.get(room) != message:
            relay(message, room)


def _tell_online(workshop_id: int) -> None:
    assert _socketio is not None  # noqa: S101  bound before anybody connects
    _socketio.sleep(COUNT_TICK_SECONDS)
    _connecting.discard(workshop_id)
    people = connection_registry.participants_online(workshop_id)
    _say(Online(people=len(people)), rooms.audience(workshop_id, Role.ORGANIZER))
