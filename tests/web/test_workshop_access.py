"""Few routes verify join codes, and no other URL discloses whether a code exists."""

from http import HTTPStatus

import pytest

from polling.core import rate_limits
from polling.core.db import reading
from polling.people import urls
from polling.workshop.models import Workshop
from polling.workshop.queries import by_code
from tests.room import Room
from tests.visitor import Visitor

STRANGERS_ADDRESSES = (
    *("/w/{}", "/w/{}/screen", "/w/{}/facilitator", "/w/{}/notes", "/w/{}/logo", "/w/{}/survey"),
    *("/console/{}", "/console/{}/lobby", "/j/{}/qr.svg"),
)


def wrong(room: Room) -> str:
    """A well-formed code that belongs to no workshop."""
    return f"{(int(room.code) + 1) % 10**8:08}"


def link(room: Room) -> str:
    """The path of the join link."""
    with room.app.test_request_context(), reading() as session:
        workshop: Workshop = by_code(session, room.code)
        return urls.join_address(workshop).removeprefix("http://localhost")


def failures() -> int:
    return rate_limits.failures("join-code", "everywhere")


@pytest.mark.parametrize("path", STRANGERS_ADDRESSES)
def test_a_stranger_learns_nothing_about_a_code_here(room: Room, path: str) -> None:
    room.go("lobby")
    answers = [Visitor(room.app).client.get(path.format(code)) for code in (room.code, wrong(room))]
    right, other = [
        (answer.status_code, answer.headers.get("Location", "").replace(code, "CODE"))
        for answer, code in zip(answers, (room.code, wrong(room)), strict=True)
    ]
    assert right == other
    assert failures() == 0


def test_only_wrong_codes_count(room: Room) -> None:
    room.go("lobby")
    visitor = Visitor(room.app)
    assert visitor.post("/", {"join_code": room.code}).status_code == HTTPStatus.OK
    assert failures() == 0
    assert visitor.post("/", {"join_code": wrong(room)}).status_code == HTTPStatus.NOT_FOUND
    assert visitor.client.get(f"/j/{wrong(room)}").status_code == HTTPStatus.NOT_FOUND
    assert failures() == 2


def test_a_code_may_be_typed_with_spaces_and_dashes(room: Room) -> None:
    room.go("lobby")
    typed = f" {room.code[:4]} – {room.code[4:]}"
    answer = Visitor(room.app).post("/", {"join_code": typed})
    assert answer.json
    assert answer.json["to"] == f"/j/{room.code}"


def test_a_join_link_opens_the_form_and_a_wrong_key_is_like_none(room: Room) -> None:
    room.go("lobby")
    assert Visitor(room.app).client.get(link(room)).status_code == HTTPStatus.OK
    forged = f"/j/{wrong(room)}?k={link(room).partition('k=')[2]}"
    assert Visitor(room.app).client.get(forged).status_code == HTTPStatus.NOT_FOUND
    assert failures() == 1


def test_those_inside_see_the_qr_code(room: Room) -> None:
    room.go("lobby")
    for inside in (room.participant_visitor(), room.screen_visitor(), room.organizer_visitor()):
        assert inside.client.get(f"/j/{room.code}/qr.svg").status_code == HTTPStatus.OK
