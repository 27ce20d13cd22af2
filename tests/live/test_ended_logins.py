"""Connections end with their login, also if another process has ended it, such as a command."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import update

from polling.core.access import Role
from polling.core.clock import now
from polling.core.db import transaction
from polling.live import connection_control, ended_logins
from polling.people.actions import organizers
from polling.people.models import LONGEST_LOGIN, Login, Organizer
from tests.live.test_seats import connect, connected, everybody
from tests.room import Room
from tests.visitor import Visitor

ROLES = [Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN, Role.ORGANIZER]


@pytest.fixture(autouse=True)
def _unheard() -> Iterator[None]:
    with patch.object(connection_control, "everywhere"):
        yield


def end_access(room: Room) -> None:
    """As `polling organizer add` does."""
    with transaction() as session:
        organizers.end_access(session, session.get_one(Organizer, room.organizer_id))


def test_a_console_is_closed_once_its_login_has_ended(room: Room) -> None:
    room.go("lobby")
    lines = everybody(room)
    ended_logins.close_ended()
    assert connected(lines) == ROLES
    end_access(room)
    ended_logins.close_ended()
    assert connected(lines) == ROLES[:3]


def test_so_is_one_whose_login_has_expired(room: Room) -> None:
    console = connect(room, Role.ORGANIZER, room.organizer_visitor())
    with transaction() as session:
        session.execute(update(Login).values(created_at=now() - LONGEST_LOGIN - timedelta(hours=1)))
    ended_logins.close_ended()
    assert not console.is_connected()


def test_so_is_one_whose_login_s_id_was_given_to_a_new_login(room: Room) -> None:
    console = connect(room, Role.ORGANIZER, room.organizer_visitor())
    with transaction() as session:
        session.execute(update(Login).values(token_version=Login.token_version + 1))
    ended_logins.close_ended()
    assert not console.is_connected()


def test_so_is_a_phone_that_joined_through_an_ended_login(room: Room) -> None:
    room.go("lobby")
    (person,) = room.join(1)
    visitor = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    phone = connect(room, Role.PARTICIPANT, visitor.holding(Role.ORGANIZER, 0, room.organizer_id))
    ended_logins.close_ended()
    assert phone.is_connected()
    end_access(room)
    ended_logins.close_ended()
    assert not phone.is_connected()
