"""What pages are told: also what another server changed, and what could not be counted at once."""

from typing import Any

import gevent
import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from polling.access import Role
from polling.db import transaction
from polling.live import announce
from polling.live.messages import Counted
from polling.workshop.models import Workshop
from tests.live.test_seats import connect
from tests.room import Room


def heard(page: Any, event: str) -> list[Any]:
    return [one["args"][0] for one in page.get_received() if one["name"] == event]


def test_what_another_server_has_stored_and_not_told_is_told_at_the_next_look_but_one(
    room: Room,
) -> None:
    room.go("lobby")
    page = connect(room, Role.PARTICIPANT, room.participant_visitor())
    announce.catch_up()
    announce.catch_up()
    page.get_received()
    with transaction() as session:  # as another server does, of which nothing is heard
        session.execute(update(Workshop).values(version=Workshop.version + 1))
        version = session.get_one(Workshop, room.workshop_id).version
    announce.catch_up()
    assert heard(page, "changed") == []  # it may still be under way
    announce.catch_up()
    assert [message["version"] for message in heard(page, "changed")] == [version]
    announce.catch_up()
    assert heard(page, "changed") == []


def test_turnout_that_could_not_be_counted_is_counted_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce, "COUNT_TICK_SECONDS", 0)
    screen = connect(room, Role.SCREEN, room.screen_visitor())
    away = [OperationalError("", {}, OSError("away"))]

    def count() -> Counted:
        if away:
            raise away.pop()
        return Counted(voted={"a": 3}, begun=2, done=1)

    announce.counted(room.workshop_id, count)
    gevent.wait()
    assert heard(screen, "counted") == [{"voted": {"a": 3}, "begun": 2, "done": 1}]
