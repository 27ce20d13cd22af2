"""A participant, link or account has a limited number of connections; the oldest give way."""

from collections.abc import Callable

import pytest

from polling.core.access import Actor, Role
from polling.live import connection_registry
from tests.live.test_seats import HOLDERS, connect
from tests.room import Room
from tests.visitor import Visitor

ONE_OF_EACH = [
    (Actor(Role.PARTICIPANT, 1, participant_id=7), 20),
    (Actor(Role.FACILITATOR, 1, group_id=7), 100),
    (Actor(Role.ORGANIZER, 1, organizer_id=7, login_id=1), 100),
    (Actor(Role.SCREEN, 1), 100),
    (Actor(Role.NOTE_TAKER, 1, note_link_id=7), 100),
]


@pytest.mark.parametrize(
    "role, come", [*HOLDERS.items(), (Role.NOTE_TAKER, Room.note_taker_visitor)]
)
def test_the_oldest_connection_gives_way(
    room: Room, monkeypatch: pytest.MonkeyPatch, role: Role, come: Callable[[Room], Visitor]
) -> None:
    for name in ("MOST_OF_A_PARTICIPANT", "MOST_OF_A_LINK"):
        monkeypatch.setattr(connection_registry, name, 2)
    room.go("lobby")
    visitor = come(room)
    tabs = [connect(room, role, visitor) for _ in range(4)]
    assert [tab.is_connected() for tab in tabs] == [False, False, True, True]


@pytest.mark.usefixtures("app")
def test_each_participant_link_and_account_has_its_own_limit() -> None:
    for actor, most in ONE_OF_EACH:
        for tab in range(most):
            connection_registry.arrive(f"{actor.role} {tab}", actor)
    assert [connection_registry.surplus(actor) for actor, _most in ONE_OF_EACH] == [[]] * 5
    for actor, _most in ONE_OF_EACH:
        connection_registry.arrive(f"{actor.role} new", actor)
        assert connection_registry.surplus(actor) == [f"{actor.role} 0"]
        connection_registry.leave(f"{actor.role} 1")
        assert connection_registry.surplus(actor) == []
