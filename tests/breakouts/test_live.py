"""People who change groups receive the new group's messages at once."""

from flask import Flask
from flask_socketio import SocketIOTestClient

from polling.app import socketio_of
from polling.breakouts import queries
from polling.breakouts.seating import actions as seating
from polling.core.access import Role
from polling.core.db import transaction
from polling.live import connection_registry
from polling.people.models import Participant
from tests.breakouts.full_room import group
from tests.room import Room
from tests.visitor import Visitor


def connect(app: Flask, room: Room, visitor: Visitor) -> SocketIOTestClient:
    auth = {"workshop": room.code, "role": "participant"}
    return socketio_of(app).test_client(app, flask_test_client=visitor.client, auth=auth)


def newest(room: Room) -> int:
    with transaction() as session:
        found = session.query(Participant).order_by(Participant.id.desc()).first()
        assert found is not None
        return found.id


def test_a_phone_gets_messages_of_its_new_group_only(app: Flask, at_work: Room) -> None:
    visitor = at_work.participant_visitor()
    phone = connect(app, at_work, visitor)
    person_id = newest(at_work)
    with transaction() as session:
        person = session.get_one(Participant, person_id)
        to = queries.group(session, at_work.workshop_id, group(at_work, 9).id)
        seating.move(session, at_work.organizer, person, to)
    heard = connection_registry.held_by(Role.PARTICIPANT, person_id)
    assert [actor.group_id for _sid, actor in heard] == [group(at_work, 9).id]
    phone.disconnect()


def test_who_is_connected_is_no_no_show(app: Flask, at_work: Room) -> None:
    phone = connect(app, at_work, at_work.participant_visitor())
    with transaction() as session:
        assert seating.free_seats(session, at_work.organizer, [79]) == 0
    phone.disconnect()
    with transaction() as session:
        assert seating.free_seats(session, at_work.organizer, [79]) == 1
