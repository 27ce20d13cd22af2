"""Ids that no row can have are not found; PostgreSQL would raise an error for them."""

import re

import pytest

from tests.databases import on_both
from tests.room import Room

TOO_LARGE = 2**31


@on_both
def test_an_id_that_no_row_can_have_is_not_found(room: Room) -> None:
    organizer = room.organizer_visitor()
    for rule in room.app.url_map.iter_rules():
        if "<int:" in rule.rule and rule.rule.startswith("/console/<code>/"):
            path = re.sub("<int:[^>]*>", str(TOO_LARGE), rule.rule.replace("<code>", room.code))
            ask = organizer.post if "POST" in (rule.methods or ()) else organizer.get
            assert ask(path).status_code == 404, path


@on_both
@pytest.mark.parametrize("contest", ["\0", "", "0" * 16, "x" * 10_000])
def test_a_plain_ballot_for_no_contest_is_refused(room: Room, contest: str) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    answer = phone.post(f"/w/{room.code}/plain/ballots", {"contest": contest, "chosen": "1"})
    assert answer.status_code in {200, 400, 404}


@on_both
@pytest.mark.parametrize("number", [-1, TOO_LARGE, 10**30])
def test_a_query_for_no_row_is_ignored_or_refused(room: Room, number: int) -> None:
    organizer = room.organizer_visitor()
    for path in (
        "closed?view=files&compare={}",
        "breakouts?view=people&move={}",
        "breakouts?view=review&first={}&second={}",
        "breakouts?view=history&of={}",
        "breakouts?view=wall&history={}",
    ):
        page = f"/console/{room.code}/{path.format(number, number)}"
        assert organizer.get(page).status_code in {200, 404}, page
