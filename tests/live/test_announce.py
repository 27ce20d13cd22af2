"""Announcements, also of other servers' changes, and of turnout that was counted later."""

from collections.abc import Iterator
from typing import Any

import gevent
import gevent.event
import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.facilitation.actions import send_message
from polling.live import (
    announce,
    connection_registry,
    delivered_versions,
    on_all_servers,
    server,
)
from polling.live.messages import Counted
from polling.workshop.models import Workshop
from tests.live.test_seats import connect
from tests.patience import PATIENCE_SECONDS
from tests.room import Room


def heard(page: Any, event: str) -> list[Any]:
    return [one["args"][0] for one in page.get_received() if one["name"] == event]


def test_an_unannounced_change_of_another_server_is_announced_at_the_second_check(
    room: Room,
) -> None:
    room.go("lobby")
    page = connect(room, Role.PARTICIPANT, room.participant_visitor())
    say_something(room)
    until_told(page, room)  # also of everything before
    look_twice()
    page.get_received()
    with transaction() as session:  # as by another server whose message is lost
        session.execute(update(Workshop).values(version=Workshop.version + 1))
        version = session.get_one(Workshop, room.workshop_id).version
    server._catch_up()
    assert heard(page, "changed") == []  # it may still be in progress
    server._catch_up()
    assert [message["version"] for message in heard(page, "changed")] == [version]
    server._catch_up()
    assert heard(page, "changed") == []


@pytest.fixture
def _peers_that_hear_nothing() -> Iterator[None]:
    on_all_servers.bind(lambda _kind, _said: None)
    yield
    on_all_servers.bind(None)


@pytest.mark.usefixtures("_peers_that_hear_nothing")
def test_and_so_it_is_if_this_one_has_told_of_something_newer_since(room: Room) -> None:
    phone, screen = pages_that_know_all(room)
    with transaction() as session:
        session.execute(update(Workshop).values(version=Workshop.version + 1))
    room.join(1)  # shown on screens and consoles, but not on phones
    until_told(screen, room)
    look_twice()
    until_told(phone, room)


@pytest.mark.usefixtures("_peers_that_hear_nothing")
def test_an_announced_change_is_not_announced_twice(room: Room) -> None:
    phone, _screen = pages_that_know_all(room)
    say_something(room)
    until_told(phone, room)
    look_twice()
    assert heard(phone, "changed") == []


@pytest.mark.usefixtures("_peers_that_hear_nothing")
def test_nothing_is_kept_of_workshops_without_connections_here(room: Room) -> None:
    phone, screen = pages_that_know_all(room)
    assert room.workshop_id in delivered_versions._all_until
    for page in (phone, screen):
        page.disconnect()
    assert connection_registry._counts == {}
    look_twice()
    announce._tell_pages(room.workshop_id, [100], {})
    assert (delivered_versions._told, delivered_versions._all_until) == ({}, {})


def pages_that_know_all(room: Room) -> tuple[Any, Any]:
    room.go("lobby")
    phone = connect(room, Role.PARTICIPANT, room.participant_visitor())
    screen = connect(room, Role.SCREEN, room.screen_visitor())
    say_something(room)
    until_told(phone, room)
    look_twice()
    phone.get_received()
    return phone, screen


def test_note_takers_too_hear_of_a_change_whose_message_was_lost(room: Room) -> None:
    room.go("lobby")
    page = connect(room, Role.NOTE_TAKER, room.note_taker_visitor())
    until_told(page, room)
    look_twice()
    page.get_received()
    with transaction() as session:
        session.execute(update(Workshop).values(version=Workshop.version + 1))
    look_twice()
    assert len(heard(page, "changed")) == 1


def test_consoles_hear_at_once_who_comes_and_goes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce, "COUNT_TICK_SECONDS", 0)
    room.go("lobby")
    visitors = [room.participant_visitor(person) for person in room.join(3)]
    console = connect(room, Role.ORGANIZER, room.organizer_visitor())
    screen = connect(room, Role.SCREEN, room.screen_visitor())
    with reading() as session:
        version = session.get_one(Workshop, room.workshop_id).version
    phones = [connect(room, Role.PARTICIPANT, visitor) for visitor in [*visitors, visitors[0]]]
    until_online(console, 3)  # not 4: one of them has two tabs
    phones[1].disconnect()
    until_online(console, 2)
    until_online(connect(room, Role.ORGANIZER, room.organizer_visitor()), 2)
    assert heard(screen, "online") + heard(phones[0], "online") == []
    with reading() as session:
        assert session.get_one(Workshop, room.workshop_id).version == version


def until_online(console: Any, people: int) -> None:
    with gevent.Timeout(PATIENCE_SECONDS):
        while {"people": people} not in heard(console, "online")[-1:]:
            gevent.sleep(0.02)


def test_many_phones_that_connect_at_once_are_one_message(room: Room) -> None:
    room.go("lobby")
    console = connect(room, Role.ORGANIZER, room.organizer_visitor())
    until_online(console, 0)
    for person in room.join(9):
        announce.connections_changed(room.workshop_id)
        connect(room, Role.PARTICIPANT, room.participant_visitor(person))
    messages: list[Any] = []
    with gevent.Timeout(PATIENCE_SECONDS):
        while {"people": 9} not in messages:
            gevent.sleep(0.02)
            messages += heard(console, "online")
    assert len(messages) < 9


def say_something(room: Room) -> None:
    with transaction() as session:
        send_message(session, room.organizer, "Lunch is ready", None)


def look_twice() -> None:
    """Look twice: a change is announced one look later, as its own server may do it first."""
    server._catch_up()
    server._catch_up()


def until_told(page: Any, room: Room) -> None:
    """Wait until a page has received the newest version."""
    with reading() as session:
        newest = session.get_one(Workshop, room.workshop_id).version
    with gevent.Timeout(PATIENCE_SECONDS):
        while all(message["version"] < newest for message in heard(page, "changed")):
            gevent.sleep(0.02)


def test_turnout_that_could_not_be_counted_is_counted_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce, "COUNT_TICK_SECONDS", 0)
    screen = connect(room, Role.SCREEN, room.screen_visitor())
    tablet = connect(room, Role.FACILITATOR, room.facilitator_visitor())
    away = [OperationalError("", {}, OSError("away"))]

    def count() -> Counted:
        if away:
            raise away.pop()
        return Counted(voted={"a": 3}, begun=2, done=1)

    announce.counted(room.workshop_id, count)
    for page in (screen, tablet):
        received: list[object] = []
        with gevent.Timeout(PATIENCE_SECONDS):
            while not received:
                gevent.sleep(0.02)
                received += heard(page, "counted")
        assert received == [{"voted": {"a": 3}, "begun": 2, "done": 1}]


def test_turnout_is_not_sent_again_when_somebody_changes_a_ballot(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce, "COUNT_TICK_SECONDS", 0)
    screen = connect(room, Role.SCREEN, room.screen_visitor())
    tablet = connect(room, Role.FACILITATOR, room.facilitator_visitor())
    received: dict[str, list[int]] = {"screen": [], "tablet": []}
    for voted in (3, 3, 4):
        asked = gevent.event.Event()

        def count(voted: int = voted, asked: gevent.event.Event = asked) -> Counted:
            asked.set()
            return Counted(voted={"a": voted}, begun=0, done=0)

        announce.counted(room.workshop_id, count)
        assert asked.wait(PATIENCE_SECONDS)
    with gevent.Timeout(PATIENCE_SECONDS):
        while any(4 not in numbers for numbers in received.values()):
            gevent.sleep(0.02)
            for name, page in (("screen", screen), ("tablet", tablet)):
                received[name] += [one["voted"]["a"] for one in heard(page, "counted")]
    assert received == {"screen": [3, 4], "tablet": [3, 4]}
