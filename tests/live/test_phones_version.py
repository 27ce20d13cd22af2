"""Phones have a separate version, which most changes that they do not show leave unchanged."""

import re
from typing import Any

import gevent
import pytest

from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.facilitation.actions import send_message
from polling.live import announce, rooms, server
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.live.test_seats import connect
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.visitor import Visitor

VERSION = re.compile(r'data-version="(\d+)"')


def versions_of(room: Room) -> tuple[int, int]:
    """That of all pages, and that of phones' pages."""
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        return workshop.version, workshop.phones_version


def say(room: Room, words: str) -> None:
    with transaction() as session:
        send_message(session, room.organizer, words, None)


@on_both
def test_who_joins_changes_other_pages_but_no_phone(room: Room) -> None:
    room.go("lobby")
    everybody, phones = versions_of(room)
    room.join(3)
    later, same = versions_of(room)
    assert (later > everybody, same) == (True, phones)
    say(room, "Lunch is ready")
    newest, own = versions_of(room)
    assert newest == own > later


@pytest.mark.parametrize("topic", sorted(announce.QUIET_TOPICS - announce.UNSEEN_TOPICS))
def test_a_topic_that_a_fetched_page_may_show_changes_their_version(room: Room, topic: str) -> None:
    _, before = versions_of(room)
    with transaction() as session:
        announce.changed(session, session.get_one(Workshop, room.workshop_id), topic, "log")
    newest, own = versions_of(room)
    assert newest == own > before


def test_a_phone_that_comes_back_is_told_whether_it_has_missed_anything(room: Room) -> None:
    room.go("lobby")
    phone, console = room.participant_visitor(), room.organizer_visitor()
    shown = shown_on(phone, f"/w/{room.code}")
    on_console = shown_on(console, f"/console/{room.code}/lobby")
    room.join(1)
    assert greeted(room, Role.PARTICIPANT, phone) == shown
    assert greeted(room, Role.ORGANIZER, console) > on_console
    say(room, "Lunch is ready")
    assert greeted(room, Role.PARTICIPANT, phone) > shown
    assert greeted(room, Role.PARTICIPANT, phone) == shown_on(phone, f"/w/{room.code}")


@on_both
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.SCREEN])
def test_a_page_learns_what_was_announced_while_it_connected(
    room: Room, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug told it the older version, and nothing more until the next change."""
    room.go("lobby")
    visitor = room.participant_visitor() if role is Role.PARTICIPANT else room.screen_visitor()
    monkeypatch.setattr(announce, "TICK_SECONDS", 0)
    identify = server._identify

    def identify_slowly(auth: dict[str, Any]) -> Any:
        identified = identify(auth)
        say(room, "Lunch is ready")
        with gevent.Timeout(PATIENCE_SECONDS):
            while announce._pending:
                gevent.sleep(0)
        announce._tell_pages(room.workshop_id, [1], {rooms.audience(room.workshop_id, role): []})
        return identified

    monkeypatch.setattr(server, "_identify", identify_slowly)
    newest = greeted(room, role, visitor)
    assert newest == versions_of(room)[0]
    assert announce._overheard == {}


def test_a_phone_does_not_learn_of_changes_that_it_does_not_show(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    identify = server._identify

    def identify_slowly(auth: dict[str, Any]) -> Any:
        identified = identify(auth)
        screens = rooms.audience(room.workshop_id, Role.SCREEN)
        announce._tell_pages(room.workshop_id, [1000], {screens: ["joined"]})
        return identified

    monkeypatch.setattr(server, "_identify", identify_slowly)
    assert greeted(room, Role.PARTICIPANT, phone) == versions_of(room)[1]


def shown_on(visitor: Visitor, path: str) -> int:
    found = VERSION.search(visitor.get(path).text)
    assert found
    return int(found[1])


def greeted(room: Room, role: Role, visitor: Visitor) -> int:
    page: Any = connect(room, role, visitor)
    [version] = [one["args"][0]["version"] for one in page.get_received() if one["name"] == "hello"]
    page.disconnect()
    return int(version)
