"""Each person has a separate rate limit for posts."""

import pytest
from limits import RateLimitItemPerMinute

from polling.core import rate_limits
from polling.core.access import Role
from tests.breakouts.full_room import group
from tests.room import Room
from tests.visitor import Visitor

MOST = 3


def facilitator(room: Room, number: int) -> Visitor:
    of = group(room, number).id
    return Visitor(room.app).holding(Role.FACILITATOR, room.workshop_id, of)


def call_for_help(visitor: Visitor, room: Room) -> int:
    return visitor.post(f"/w/{room.code}/group/help", {"on": "true"}).status_code


def test_facilitators_of_groups_with_the_same_number_share_no_budget(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their facilitators have no names, so both are "group 1"."""
    monkeypatch.setitem(rate_limits.LIMITS, "write", RateLimitItemPerMinute(MOST))
    other = Room.of(room.app)
    busy, idle = facilitator(room, 1), facilitator(other, 1)
    spent = [call_for_help(busy, room) for _ in range(MOST + 1)]
    assert spent[-1] == 429
    assert call_for_help(idle, other) != 429
    assert call_for_help(facilitator(room, 2), room) != 429
