"""How sectors ranked: what is told, and what is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from polling.contests.actions.life import close_contest
from polling.contests.counting.sectors import by_sector, turnout_told
from polling.contests.models import CLOSED, RANKING, Contest
from polling.contests.words.sectors import about_sectors
from polling.db import reading, transaction
from polling.voting import RankedBallot, count
from polling.workshop.models import Workshop
from tests.room import Room

A, B, C = 1, 2, 3
LABELS = {A: "Alpha", B: "Beta", C: "Gamma"}


@pytest.fixture
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def split(members: dict[str, list[RankedBallot]], smallest: int = 5) -> dict[str, Any] | None:
    everybody = [ballot for ballots in members.values() for ballot in ballots]
    outcome = count("top-three", everybody, [A, B, C], 1)
    return by_sector(members, [A, B, C], outcome, smallest=smallest)


def large_and_small() -> dict[str, list[RankedBallot]]:
    """Twenty in government, who want Alpha, and six in the media, who want Beta."""
    return {
        "Government": [RankedBallot((A, C))] * 12 + [RankedBallot((A, B))] * 8,
        "Media": [RankedBallot((B, A))] * 5 + [RankedBallot((B, C))],
    }


def test_one_sector_is_nothing_to_compare() -> None:
    assert split({"Government": [RankedBallot((A,))] * 20}) is None


def test_a_sector_that_would_have_decided_otherwise_is_named() -> None:
    found = split(large_and_small())
    assert found
    assert found["minority"] == [{"sector": "Media", "options": [B]}]


def test_common_ground_is_what_every_sector_names() -> None:
    found = split(large_and_small())
    assert found
    assert found["common"] == [A]


def test_equal_weights_can_decide_otherwise() -> None:
    # Alpha has 36 points and Beta 34; with equal weights they have 36/12 and 16/12 + 18/6.
    found = split(
        {
            "Government": [RankedBallot((A, B))] * 8 + [RankedBallot((A, C))] * 4,
            "Media": [RankedBallot((B, C))] * 6,
        }
    )
    assert found
    assert found["equal"] == [B]


def test_numbers_that_give_a_ballot_away_are_hidden() -> None:
    found = split(large_and_small())
    assert found
    # All six of the media named Beta, and only one of them Gamma.
    assert found["sectors"] == ["Government", "Media"]
    assert found["support"][str(B)][1] is None
    assert found["support"][str(C)][1] is None


def test_how_few_are_hidden_is_for_the_organizers_to_say() -> None:
    larger, smaller = split(large_and_small(), smallest=7), split(large_and_small(), smallest=1)
    assert larger
    assert smaller
    assert (larger["minority"], larger["common"]) == ([], [])
    assert larger["support"][str(A)] == [None, None]
    assert smaller["support"][str(C)] == [[12, 20], [1, 6]]


@pytest.mark.parametrize("smallest, told", [(3, True), (7, False)], ids=["three", "seven"])
def test_the_smallest_group_is_the_one_chosen_before_the_vote_opened(
    room: Room, smallest: int, told: bool
) -> None:
    choose_smallest(room, smallest)
    room.go("lobby")
    room.join(30)  # six of each sector
    room.go("ranking")
    contest = room.open_ranking()[0]
    choose_smallest(room, 5)  # too late
    for index, person in enumerate(room.participants):
        chosen = contest.options[:2] if index % 2 else contest.options[1:3]
        room.cast(person, contest.id, {"ranking": chosen})
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))
    with reading() as session:
        result = session.get_one(Contest, contest.id).result
    found = result["explained"]["by_sector"]
    if not told:
        assert found is None
        assert {row["present"] for row in result["sectors"]} == {30}
        return
    assert found["support"][str(contest.options[0])] == [[3, 6]] * 5


def choose_smallest(room: Room, smallest: int) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "smallest_cell": smallest}


@pytest.mark.parametrize("smallest, told", [(3, True), (5, False)], ids=["three", "five"])
def test_the_turnout_of_those_elsewhere_is_told_if_they_are_enough(
    room: Room, smallest: int, told: bool
) -> None:
    choose_smallest(room, smallest)
    room.go("lobby")
    room.join(24)  # three of them elsewhere
    room.go("ranking")
    room.rank_everything()
    with reading() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
    rows = [(row["sector"], row["present"]) for row in contest.result["presence"]]
    assert rows == ([("In the room", 21), ("Virtual", 3)] if told else [])


def test_a_counted_ranking_keeps_only_what_may_be_shown(room: Room) -> None:
    room.go("lobby")
    room.join(30)
    room.go("ranking")
    room.rank_everything()
    with reading() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
        found = contest.result["explained"]["by_sector"]
    cells = [cell for row in found["support"].values() for cell in row]
    assert set(found["support"]) == {str(option) for option in contest.options}
    assert [cell for cell in cells if cell and cell[0] < 5] == []


def test_another_question_can_split_the_room_and_is_named(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.attributes = [
            {**one, "segment": one["key"] == "presence"} for one in workshop.attributes
        ]
    room.go("lobby")
    room.join(48)
    room.go("ranking")
    room.rank_everything()
    with room.app.test_request_context(), reading() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
        said = about_sectors(contest, {})
    assert contest.result["explained"]["by_sector"]["sectors"] == ["In the room", "Virtual"]
    assert said[0] == "A sector is here what people answered to “Presence”."
    console = room.organizer_visitor().get(f"/console/{room.code}/ranking").get_data(as_text=True)
    assert "Turnout by sector (Presence)" in console


@pytest.mark.usefixtures("in_english")
def test_sectors_in_words() -> None:
    members = large_and_small()
    everybody = [ballot for ballots in members.values() for ballot in ballots]
    outcome = count("top-three", everybody, [A, B, C], 1)
    result = {"outcome": outcome.as_dict(), "explained": {"by_sector": split(members)}}
    contest = Contest(kind=RANKING, state=CLOSED, result=result)
    assert about_sectors(contest, LABELS) == [
        "Common ground, named by at least 60 % of every large enough sector: “Alpha”.",
        "If every sector weighed the same, the cut would be the same.",
        "Media alone would have put in: “Beta”.",
    ]


@pytest.mark.usefixtures("in_english")
def test_without_sectors_there_is_nothing_to_say() -> None:
    contest = Contest(kind=RANKING, state=CLOSED, result={"explained": {"by_sector": None}})
    assert about_sectors(contest, LABELS) == []


def turnout(*rows: tuple[str, int, int], smallest: int = 5) -> dict[str, int | None]:
    """Who voted, by sector, as it is told."""
    given = [dict(zip(("sector", "voted", "present"), row, strict=True)) for row in rows]
    return {row["sector"]: row["voted"] for row in turnout_told(given, smallest=smallest)}


def test_the_turnout_of_large_sectors_is_told_also_where_all_have_voted() -> None:
    assert turnout(("Government", 9, 12), ("Media", 7, 7)) == {"Government": 9, "Media": 7}


def test_a_turnout_of_few_is_hidden_and_so_is_what_would_give_it_away() -> None:
    told = turnout(("Government", 30, 40), ("NGO", 9, 12), ("Media", 2, 8))
    assert told == {"Government": 30, "NGO": None, "Media": None}
    assert turnout(("Government", 9, 12), ("Media", 2, 8), smallest=2)["Media"] == 2


def test_the_turnout_of_one_sector_is_nothing_to_compare() -> None:
    assert turnout(("Government", 9, 12)) == {}
