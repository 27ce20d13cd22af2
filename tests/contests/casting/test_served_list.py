"""The published list that phones fetch after the reveal: all at once, so it is made only once."""

import gzip
import json
from http import HTTPStatus
from unittest.mock import patch

import pytest

from polling.contests.casting.published_list import with_choices
from polling.core.access import Role
from tests.room import Room


@pytest.fixture
def address(room: Room) -> str:
    """The address of the list of a revealed vote of three people."""
    room.go("lobby", "ranking")
    contest, *_others = room.open_ranking()
    for person in room.join(3):
        room.cast(person, contest.id, {"ranking": contest.options[:2]})
    room.close_and_reveal()
    return f"/w/{room.code}/contests/{contest.id}/ballots"


def test_a_room_full_of_phones_gets_one_compressed_list(room: Room, address: str) -> None:
    phones = [room.participant_visitor(person) for person in room.participants]
    with patch("polling.contests.casting.routes.with_choices", wraps=with_choices) as made:
        answers = [
            phone.client.get(address, headers={"Accept-Encoding": "gzip"}) for phone in phones
        ]
    assert made.call_count == 1
    for answer in answers:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(json.loads(gzip.decompress(answer.data))["hashes"]) == 3


def test_a_client_that_cannot_unpack_gets_the_same_list(room: Room, address: str) -> None:
    phone = room.participant_visitor()
    packed = phone.client.get(address, headers={"Accept-Encoding": "gzip"}).data
    plain = phone.client.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.data == gzip.decompress(packed)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ORGANIZER])
def test_unknown_votes_have_no_list(room: Room, address: str, role: Role) -> None:
    visitor = room.organizer_visitor() if role is Role.ORGANIZER else room.participant_visitor()
    unknown = address.replace(address.split("/")[-2], "0" * 16)
    assert visitor.get(unknown).status_code == HTTPStatus.NOT_FOUND
    assert visitor.get(address).status_code == HTTPStatus.OK
