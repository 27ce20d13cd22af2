"""Connections with a revoked link, or of a deleted group or workshop, get no more messages."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient
from sqlalchemy.orm import Session

from polling.app import socketio_of
from polling.breakouts.models import Group
from polling.breakouts.seating import actions as seating
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.live import announce, connection_control, connection_registry, rooms, server
from polling.live.messages import Changed
from polling.people import urls
from polling.people.actions import organizers, participants
from polling.people.models import Participant
from polling.setup.actions import groups, workshops
from polling.workshop.models import Workshop
from polling.workshop.queries import timers
from polling.workshop.timers import start_clock
from tests.breakouts.full_room import group
from tests.room import Room
from tests.setup.conftest import Desk
from tests.visitor import Visitor

HOLDERS = {
    Role.PARTICIPANT: Room.participant_visitor,
    Role.FACILITATOR: Room.facilitator_visitor,
    Role.SCREEN: Room.screen_visitor,
    Role.ORGANIZER: Room.organizer_visitor,
}


def connect(room: Room, role: Role, visitor: Visitor) -> SocketIOTestClient:
    """Connect a page of this role."""
    return socketio_of(room.app).test_client(
        room.app,
        flask_test_client=visitor.client,
        auth={"workshop": room.code, "role": role},
    )


def everybody(room: Room) -> dict[Role, SocketIOTestClient]:
    return {role: connect(room, role, come(room)) for role, come in HOLDERS.items()}


def connected(lines: dict[Role, SocketIOTestClient]) -> list[Role]:
    return [role for role, line in lines.items() if line.is_connected()]


def hears(line: SocketIOTestClient, room: str) -> bool:
    """Whether this page gets the messages of a room."""
    line.get_received()
    announce.relay(Changed(topics=["group"], version=9, spread_ms=0, now=0), room)
    return [message["name"] for message in line.get_received()] == ["changed"]


def test_members_of_a_deleted_group_stay_connected_without_its_messages(room: Room) -> None:
    room.go("lobby")
    member = room.join(1)[0]
    removed = group(room, 1).id
    with transaction() as session:
        person = session.get_one(Participant, member)
        person.group_id, person.presents = removed, True
    visitor = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, member)
    line = connect(room, Role.PARTICIPANT, visitor)
    assert hears(line, rooms.group_room(removed))
    desk = Desk(room)
    desk.do(groups.remove, removed)
    assert (line.is_connected(), hears(line, rooms.group_room(removed))) == (True, False)
    person = desk.ask(lambda session, _workshop: session.get_one(Participant, member))
    assert (person.group_id, person.presents) == (None, False)


def test_the_facilitator_of_a_removed_group_is_sent_away(room: Room) -> None:
    room.go("lobby")
    lines = everybody(room)
    Desk(room).do(groups.remove, group(room, 1).id)
    assert connected(lines) == [Role.PARTICIPANT, Role.SCREEN, Role.ORGANIZER]


def test_a_removed_group_leaves_no_clock_to_the_next(room: Room) -> None:
    removed, other = group(room, 1).id, group(room, 2).id
    with transaction() as session:
        for scope in (f"group:{removed}", f"issue:{removed}:1", f"group:{other}", "stage"):
            start_clock(session, room.workshop_id, scope, 60)
    desk = Desk(room)
    desk.do(groups.remove, removed)
    left = desk.ask(lambda session, workshop: timers(session, workshop.id))
    assert set(left) == {f"group:{other}", "stage"}


def test_everybody_is_sent_away_from_a_workshop_that_is_deleted(room: Room) -> None:
    room.go("lobby")
    other = Room.of(room.app)
    other.go("lobby")
    here, there = everybody(room), everybody(other)
    Desk(room).do(workshops.remove, confirm=room.code)
    assert (connected(here), connected(there)) == ([], list(HOLDERS))


def test_a_new_password_ends_the_connections_of_that_account_and_of_no_other(room: Room) -> None:
    with transaction() as session:
        second = organizers.add_organizer(session, "second@test.example")
        organizers.give_workshop(session, second, session.get_one(Workshop, room.workshop_id))
    first, other = (
        connect(room, Role.ORGANIZER, Visitor(room.app).holding(Role.ORGANIZER, 0, account))
        for account in (room.organizer_id, second.id)
    )
    room.organizer_visitor()  # chooses a password
    assert (first.is_connected(), other.is_connected()) == (False, True)


def test_a_logout_ends_the_connections_of_that_account(room: Room) -> None:
    organizer = room.organizer_visitor()
    line = connect(room, Role.ORGANIZER, organizer)
    organizer.post("/logout")
    assert not line.is_connected()


def test_a_logout_ends_the_connections_of_that_participant(room: Room) -> None:
    room.go("lobby")
    [leaving, staying] = [room.participant_visitor(person) for person in room.join(2)]
    lines = [connect(room, Role.PARTICIPANT, phone) for phone in (leaving, staying)]
    leaving.post("/logout")
    assert [line.is_connected() for line in lines] == [False, True]


def test_renewing_the_screens_link_ends_the_old_one_and_what_it_opened(room: Room) -> None:
    room.go("lobby")
    other = Room.of(room.app)
    organizer, old, projector = room.organizer_visitor(), screen_link(room), room.screen_visitor()
    lines = [
        connect(room, Role.SCREEN, projector),
        connect(other, Role.SCREEN, other.screen_visitor()),
        connect(room, Role.ORGANIZER, organizer),
    ]
    assert organizer.post(f"/console/{room.code}/screen/link").status_code == 200
    assert [line.is_connected() for line in lines] == [False, True, True]
    assert projector.client.get(f"/w/{room.code}/screen").status_code == 401
    assert Visitor(room.app).client.get(old).status_code == 403
    assert screen_link(room) in organizer.get(f"/console/{room.code}/lobby").text
    assert room.screen_visitor().client.get(f"/w/{room.code}/screen").status_code == 200


def screen_link(room: Room) -> str:
    with room.app.test_request_context(), reading() as session:
        return urls.screen_address(session.get_one(Workshop, room.workshop_id))


def meanwhile(monkeypatch: pytest.MonkeyPatch, decide: Callable[[Session], None]) -> None:
    """Run something after the next connection was identified, before it is admitted."""
    identify = server._identify
    left = [decide]

    def identify_too_early(auth: dict[str, Any]) -> Any:
        identified = identify(auth)
        if left:
            with transaction() as session:
                left.pop()(session)
        return identified

    monkeypatch.setattr(server, "_identify", identify_too_early)


def test_a_person_moved_during_the_connect_joins_the_new_group_s_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.go("lobby")
    person = room.join(1)[0]
    to = group(room, 2)

    def move(session: Session) -> None:
        moved = session.get_one(Participant, person)
        seating.move(session, room.organizer, moved, session.get_one(Group, to.id))

    meanwhile(monkeypatch, move)
    visitor = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    line = connect(room, Role.PARTICIPANT, visitor)
    assert hears(line, rooms.group_room(to.id))


def test_who_is_removed_while_they_connect_is_refused(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.go("lobby")
    person = room.join(1)[0]

    def remove(session: Session) -> None:
        participants.remove(session, room.organizer, session.get_one(Participant, person))

    visitor = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    meanwhile(monkeypatch, remove)
    assert not connect(room, Role.PARTICIPANT, visitor).is_connected()
    assert connection_registry.held_in(room.workshop_id) == []


def test_a_connection_that_was_lost_meanwhile_is_not_there_again(room: Room) -> None:
    connection_control.sit("gone", room.organizer)
    assert connection_registry.held_in(room.workshop_id) == []
