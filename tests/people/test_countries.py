"""Countries are typed in many ways, but counted as one."""

import pytest

from polling.core.db import reading
from polling.people.countries import one_name
from polling.people.models import Participant
from tests.room import Room
from tests.visitor import Visitor


@pytest.mark.parametrize(
    "typed, kept",
    [
        *[("Lao PDR", "Laos"), ("ลาว", "Laos"), ("ສປປ ລາວ", "Laos"), (" laos", "Laos")],
        *[("Viet Nam", "Vietnam"), ("Việt Nam", "Vietnam"), ("ไทย", "Thailand")],
        *[("ASEAN", "ASEAN"), ("Atlantis", "Atlantis")],
    ],
)
def test_one_country_has_one_name(typed: str, kept: str) -> None:
    assert one_name(typed) == kept


def test_the_join_page_offers_them_in_the_readers_language(room: Room) -> None:
    room.go("lobby")
    newcomer = Visitor(room.app)
    newcomer.post("/language", {"language": "th"})
    page = newcomer.get(f"/j/{room.code}").get_data(as_text=True)
    assert '<option value="ลาว">' in page
    newcomer.post(f"/j/{room.code}", {"attributes.country": "ลาว"})
    with reading() as session:
        assert session.query(Participant).one().attributes == {"country": "Laos"}
