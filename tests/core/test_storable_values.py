"""Values that no database can store are refused before any query."""

from typing import Any

import pytest

from polling.core.base_models import StrictModel
from polling.core.storable_values import storable
from tests.room import Room


class Payload(StrictModel):
    """A request's payload."""

    texts: dict[str, str]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(2**63, id="65 bits"),
        pytest.param(-(2**63) - 1, id="65 bits, negative"),
        pytest.param("a\0b", id="NUL"),
        pytest.param("\ud800", id="half a character"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param({"a": [{"b": "\0"}]}, id="deep inside"),
        pytest.param({"\0": 1}, id="a name"),
        pytest.param(Payload(texts={"sector": "\0"}), id="in a payload"),
    ],
)
def test_what_cannot_be_stored_is_found(value: Any) -> None:
    assert not storable(value)


@pytest.mark.parametrize("value", [None, True, 2**63 - 1, 0.5, "ประเทศไทย 😀", {"a": [1, ("b",)]}])
def test_what_can_be_stored_passes(value: Any) -> None:
    assert storable(value)


@pytest.mark.parametrize(
    "path, sent",
    [
        pytest.param("/console/{code}/groups/extend", {"seconds": 60, "group": 2**64}, id="number"),
        pytest.param("/console/{code}/message", {"text": "\ud800"}, id="half a character"),
    ],
)
def test_a_payload_with_it_is_bad_input(room: Room, path: str, sent: dict[str, Any]) -> None:
    answer = room.organizer_visitor().post(path.format(code=room.code), json=sent)
    assert (answer.status_code, (answer.json or {})["error"]["code"]) == (400, "bad-input")


def test_an_address_with_a_number_that_cannot_be_is_not_found(room: Room) -> None:
    path = f"/console/{room.code}/setup/issues/{10**30}/delete"
    assert room.organizer_visitor().post(path).status_code == 404


def test_json_that_nests_without_end_is_bad_input(room: Room) -> None:
    room.go("lobby")
    visitor = room.participant_visitor()
    answer = visitor.client.post(
        f"/w/{room.code}/ballots",
        data="[" * 60_000,
        content_type="application/json",
        headers={"X-CSRFToken": visitor.token()},
    )
    assert (answer.status_code, (answer.json or {})["error"]["code"]) == (400, "bad-input")
