"""A body that cannot be read is refused, instead of being saved as an empty form."""

from typing import Any

import pytest

from polling.core.db import reading, transaction
from polling.people.models import Participant
from tests.room import Room
from tests.visitor import Visitor

FORM = "application/x-www-form-urlencoded"
PART = b'--x\r\nContent-Disposition: form-data; name="themes"\r\n\r\n'


def preferences(participant_id: int) -> list[int]:
    with reading() as session:
        return session.get_one(Participant, participant_id).preferences


@pytest.fixture
def phone(room: Room) -> tuple[Visitor, int]:
    """A phone whose participant has preferences."""
    room.go("ranking")
    [person] = room.join(1)
    with transaction() as session:
        session.get_one(Participant, person).preferences = [1, 2]
    return room.participant_visitor(person), person


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(
    "kind, headers, body",
    [
        ("text/xml", {}, b"<themes/>"),
        ("", {}, b"themes="),
        (FORM, {"Content-Encoding": "gzip"}, b"themes="),
        (FORM, {}, b"themes=&x=\xff"),
        ("multipart/form-data", {}, PART + b"\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", {}, PART),
        ("application/json", {}, b"{themes"),
        ("application/json", {"Content-Encoding": "gzip"}, b"{}"),
    ],
    ids=[
        "unknown type",
        "no type",
        "encoded form",
        "not UTF-8",
        "without boundary",
        "half a form",
        "half of a JSON",
        "encoded JSON",
    ],
)
def test_it_changes_nothing(
    room: Room,
    phone: tuple[Visitor, int],
    accept: str,
    kind: str,
    headers: dict[str, str],
    body: bytes,
) -> None:
    visitor, person = phone
    answer: Any = visitor.client.post(
        f"/w/{room.code}/wishes",
        data=body,
        content_type=kind,
        headers={"X-CSRFToken": visitor.token(), "Accept": accept, **headers},
    )
    assert answer.status_code == 400
    assert preferences(person) == [1, 2]


def test_a_stranger_does_not_join_with_it(room: Room) -> None:
    room.go("lobby")
    stranger = Visitor(room.app)
    answer = stranger.client.post(
        f"/j/{room.code}",
        data=b"{",
        content_type="application/json",
        headers={"X-CSRFToken": stranger.token()},
    )
    assert answer.status_code == 400
    assert stranger.client.get(f"/w/{room.code}").status_code == 303


def test_a_button_needs_no_body(room: Room) -> None:
    organizer = room.organizer_visitor()
    answer = organizer.client.post(
        f"/console/{room.code}/screen/link", headers={"X-CSRFToken": organizer.token()}
    )
    assert answer.status_code == 303
