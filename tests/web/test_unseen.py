"""What people type is stored without what cannot be seen, but for what scripts need."""

import pytest

from polling.core.db import reading
from polling.people.models import Participant
from tests.room import Room
from tests.visitor import Visitor


def country(room: Room) -> str:
    with reading() as session:
        return str(session.query(Participant).one().attributes.get("country", ""))


@pytest.mark.parametrize(
    "typed, kept",
    [
        pytest.param("Viet\u202e maN\u202c", "Viet maN", id="an override"),
        pytest.param("\u2067Laos\u2069", "Laos", id="an isolate"),
        pytest.param("La\0os\x1b", "Laos", id="controls"),
        pytest.param("\u202e", "", id="nothing else"),
        pytest.param(
            "ក\u200bម្ពុជា\u200d\u200c",
            "ក\u200bម្ពុជា",
            id="a space without width, and joiners that join nothing",
        ),
    ],
)
def test_a_form_is_cleaned_where_it_is_parsed(room: Room, typed: str, kept: str) -> None:
    room.go("lobby")
    Visitor(room.app).post(f"/j/{room.code}", {"attributes.country": typed})
    assert country(room) == kept


def test_so_is_json(room: Room) -> None:
    room.go("lobby")
    said = {"attributes": {"country": "Viet\u202e maN"}}
    Visitor(room.app).post(f"/j/{room.code}", json=said)
    assert country(room) == "Viet maN"
