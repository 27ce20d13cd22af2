"""If a message about connections was lost, the server learns from the database what it said."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from polling.app import socketio_of
from polling.breakouts.seating import actions as seating
from polling.core.access import Role
from polling.core.db import transaction
from polling.facilitation.actions import renew_links
from polling.live import (
    announce,
    connection_control,
    connection_registry,
    delivered_versions,
    rooms,
    server,
)
from polling.people.actions import badges, organizers, participants
from polling.people.models import Badge, Login, Organizer, Participant, WorkshopOrganizer
from polling.setup.actions import workshops
from polling.workshop.models import Workshop
from tests.breakouts.full_room import group
from tests.live.test_seats import connect, connected, everybody, hears
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def _lost() -> Iterator[None]:
    with patch.object(connection_control, "everywhere"):
        yield


def remove_everybody(session: Session, room: Room) -> None:
    for person in session.query(Participant):
        participants.remove(session, room.organizer, person)


def reissue_badges(session: Session, room: Room) -> None:
    for person in session.query(Participant):
        badge = Badge(workshop_id=room.workshop_id, number=person.number, participant_id=person.id)
        session.add(badge)
        session.flush()
        badges.reissue(session, room.organizer, badge)


def dismiss_the_organizer(session: Session, room: Room) -> None:
    session.query(WorkshopOrganizer).delete()


def end_logins(session: Session, room: Room) -> None:
    organizers.log_out_everywhere(session, session.get_one(Organizer, room.organizer_id))


def delete_the_workshop(session: Session, room: Room) -> None:
    workshops.delete_workshop(session, session.get_one(Workshop, room.workshop_id))


ROLES = [Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN, Role.ORGANIZER]


@pytest.mark.parametrize(
    "done, left",
    [
        (lambda _session, _room: None, ROLES),
        (remove_everybody, ROLES[1:]),
        (reissue_badges, ROLES[1:]),
        (lambda session, room: renew_links(session, room.organizer), [ROLES[0], ROLES[3]]),
        (dismiss_the_organizer, ROLES[:3]),
        (end_logins, ROLES[:3]),
        (delete_the_workshop, []),
    ],
)
def test_a_connection_whose_access_has_ended_is_closed(
    room: Room, done: object, left: list[Role]
) -> None:
    room.go("lobby")
    lines = everybody(room)
    with transaction() as session:
        assert callable(done)
        done(session, room)
    assert connected(lines) == ROLES
    server._confirm(room.workshop_id)
    assert connected(lines) == left


def test_a_member_who_was_moved_hears_the_new_group_only(room: Room) -> None:
    room.go("lobby")
    member, other = room.join(2)
    before, after = group(room, 1), group(room, 2)
    with transaction() as session:
        for person in (member, other):
            session.get_one(Participant, person).group_id = before.id
    lines = [
        connect(
            room,
            Role.PARTICIPANT,
            Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person),
        )
        for person in (member, other)
    ]
    with transaction() as session:
        seating.move(session, room.organizer, session.get_one(Participant, member), after)
    server._confirm(room.workshop_id)
    places = [[hears(line, rooms.group_room(one.id)) for one in (before, after)] for line in lines]
    assert places == [[False, True], [True, False]]


def test_a_role_held_through_an_ended_login_ends(room: Room) -> None:
    room.go("lobby")
    (person,) = room.join(1)
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    line = connect(room, Role.PARTICIPANT, phone.holding(Role.ORGANIZER, 0, room.organizer_id))
    with transaction() as session:
        session.query(Login).delete()
    server._confirm(room.workshop_id)
    assert not line.is_connected()


def test_a_check_that_failed_is_repeated(room: Room) -> None:
    room.go("lobby")
    lines = everybody(room)
    with transaction() as session:
        remove_everybody(session, room)
    delivered_versions.forget_all()
    announce.catch_up(server._confirm)  # remembers the version
    with patch.object(server, "reading", side_effect=OperationalError("", None, Exception())):
        for _ in range(2):
            with pytest.raises(OperationalError):
                announce.catch_up(server._confirm)
    assert connected(lines) == ROLES
    announce.catch_up(server._confirm)
    assert connected(lines) == ROLES[1:]


def test_the_connections_of_a_deleted_workshop_are_closed(room: Room) -> None:
    room.go("lobby")
    lines = everybody(room)
    with transaction() as session:
        delete_the_workshop(session, room)
    announce.catch_up(server._confirm)
    assert connected(lines) == []


def test_a_connection_that_cannot_be_closed_does_not_keep_others_from_reconnecting(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed: list[str] = []

    def close(sid: str) -> None:
        if sid == "broken":
            raise KeyError(sid)
        closed.append(sid)

    socketio = socketio_of(room.app)
    monkeypatch.setattr(connection_control, "close", close)
    monkeypatch.setattr(connection_control, "_socketio", socketio)
    monkeypatch.setattr(socketio, "start_background_task", lambda do: do())
    monkeypatch.setattr(connection_registry, "sids_here", lambda: ["one", "broken", "two"])
    connection_control._reconnect_all()
    assert sorted(closed) == ["one", "two"]
    assert "cannot close a connection" in caplog.text
