"""Join codes cannot be guessed: wrong ones are budgeted, wherever they are asked for."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from polling import limits
from tests.room import Room
from tests.visitor import Visitor

MOST = 4
Ask = Callable[[Visitor, str], TestResponse]


def get(path: str) -> Ask:
    return lambda visitor, code: visitor.client.get(path.format(code))


WAYS: dict[str, Ask] = {
    "typed": lambda visitor, code: visitor.post("/", {"join_code": code}),
    "form": get("/j/{}"),
    "joining": lambda visitor, code: visitor.post(f"/j/{code}"),
    "qr": get("/j/{}/qr.svg"),
    "logo": get("/w/{}/logo"),
    "page": get("/w/{}"),
    "screen": get("/w/{}/screen"),
    "console": get("/console/{}"),
}
every_way = pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.BUDGETS, "wrong-code", MOST)


def wrong(room: Room) -> str:
    """A code that is as good as any other, but no workshop's."""
    return f"{(int(room.code) + 1) % 10**6:06}"


def guess(room: Room, times: int, address: str = "127.0.0.1") -> Visitor:
    """Somebody who tries wrong codes."""
    visitor = Visitor(room.app, address)
    for _ in range(times):
        visitor.client.get(f"/j/{wrong(room)}")
    return visitor


@every_way
def test_each_wrong_code_is_spent(room: Room, ask: Ask) -> None:
    room.go("lobby")
    visitor = guess(room, MOST - 1)
    assert ask(visitor, wrong(room)).status_code == 404
    assert ask(visitor, wrong(room)).status_code == 429


@every_way
def test_a_guesser_is_told_as_little_of_a_right_code_as_of_a_wrong_one(
    room: Room, ask: Ask
) -> None:
    room.go("lobby")
    visitor = guess(room, MOST)
    assert [ask(visitor, code).status_code for code in (room.code, wrong(room))] == [429, 429]


@every_way
def test_right_codes_are_never_limited(room: Room, ask: Ask) -> None:
    room.go("lobby")
    visitor = guess(room, MOST - 1)
    assert 429 not in {ask(visitor, room.code).status_code for _ in range(2 * MOST)}


def test_a_room_behind_one_address_joins(room: Room) -> None:
    room.go("lobby")
    phones = [room.participant_visitor() for _ in range(80)]
    pages = {phone.client.get(f"/w/{room.code}").status_code for phone in phones}
    assert pages == {200}


def test_who_is_in_does_not_notice_a_guesser_behind_the_same_address(room: Room) -> None:
    room.go("lobby")
    inside = {
        f"/w/{room.code}": room.participant_visitor(),
        f"/w/{room.code}/screen": room.screen_visitor(),
        f"/console/{room.code}/lobby": room.organizer_visitor(),
    }
    guess(room, 2 * MOST)
    assert {one.client.get(path).status_code for path, one in inside.items()} == {200}


def test_a_guesser_elsewhere_does_not_keep_the_room_out(room: Room) -> None:
    room.go("lobby")
    guess(room, 2 * MOST, address="203.0.113.7")
    assert Visitor(room.app).client.get(f"/j/{room.code}").status_code == 200


@pytest.mark.parametrize(
    "first, second, same",
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("unknown", "unknown", True),
    ],
    ids=["one network", "two networks", "IPv4 in IPv6", "no address at all"],
)
def test_a_network_of_ipv6_has_one_budget(room: Room, first: str, second: str, same: bool) -> None:
    room.go("lobby")
    guess(room, MOST, address=first)
    answer = Visitor(room.app, second).client.get(f"/j/{room.code}")
    assert answer.status_code == (429 if same else 200)
