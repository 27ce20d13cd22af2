"""Ballots over the socket, handled without Flask's request: languages, rate limits, roles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient
from limits import RateLimitItemPerMinute
from sqlalchemy import update

from config import TestConfig
from polling.app import close_database, create_app, socketio_of
from polling.core import languages, rate_limits
from polling.core.access import Role
from polling.core.db import transaction
from polling.people.models import Participant
from tests.made_up_language import speak
from tests.room import Room

CLOSED = "Voting has closed. Your ballot was not counted."
CLOSED_IN_THAI = "ปิดโหวตแล้ว"


@pytest.fixture
def room(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A room at its ranking, in an app that also has some Thai."""
    rate_limits.reset()
    speak("th", {CLOSED: CLOSED_IN_THAI}, tmp_path, monkeypatch)
    app = create_app(TestConfig(data_dir=tmp_path))
    room = Room.of(app)
    room.go("lobby", "ranking")
    yield room
    close_database(app)
    languages.spoken.cache_clear()


def connected(room: Room, role: Role, **headers: str) -> SocketIOTestClient:
    """A participant's socket."""
    visitor = room.participant_visitor() if role is Role.PARTICIPANT else room.screen_visitor()
    return socketio_of(room.app).test_client(
        room.app,
        flask_test_client=visitor.client,
        auth={"workshop": room.code, "role": role},
        headers=headers,
    )


def cast(client: SocketIOTestClient, room: Room) -> Any:
    """Send a ballot in the first contest; return its ack."""
    contest = room.contests()[0]
    ballot = {"contest": contest.id, "receipt": "a" * 32, "revision": 1}
    choices = {"ranking": contest.options[:3]}
    return client.emit("ballot", {**ballot, "choices": choices}, callback=True)


def test_a_ballot_is_counted(room: Room) -> None:
    room.open_ranking()
    assert cast(connected(room, Role.PARTICIPANT), room)["ok"]


def test_a_refusal_is_in_the_readers_language(room: Room) -> None:
    room.open_ranking()
    phone = connected(room, Role.PARTICIPANT, **{"Accept-Language": "th"})
    room.close_and_reveal()
    assert cast(phone, room) == {"error": {"code": "contest-closed", "message": CLOSED_IN_THAI}}


def test_a_screen_may_not_vote(room: Room) -> None:
    room.open_ranking()
    assert cast(connected(room, Role.SCREEN), room)["error"]["code"] == "not-allowed"


def test_a_sender_above_the_limit_waits(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "event", RateLimitItemPerMinute(3))
    room.open_ranking()
    phone = connected(room, Role.PARTICIPANT)
    codes = [cast(phone, room).get("error", {}).get("code") for _ in range(4)]
    assert codes == [None, None, None, "too-many"]


def test_a_failure_of_ours_is_said_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open_ranking()
    phone = connected(room, Role.PARTICIPANT)
    monkeypatch.delitem(room.app.extensions, "ballots")
    answer = cast(phone, room)
    monkeypatch.undo()
    assert answer["error"]["code"] == "internal"


def test_a_phone_whose_badge_was_reissued_on_another_server_may_not_vote(room: Room) -> None:
    room.open_ranking()
    phone = connected(room, Role.PARTICIPANT)
    with transaction() as session:
        session.execute(update(Participant).values(token_version=Participant.token_version + 1))
    assert cast(phone, room)["error"]["code"] == "not-signed-in"
