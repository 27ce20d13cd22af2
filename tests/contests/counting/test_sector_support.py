"""The support by sector: what is published, and what is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from polling.contests.actions import close_contest, count_contest
from polling.contests.counting.sector_support import by_sector
from polling.contests.kinds import RANKING
from polling.contests.models import CLOSED, Contest
from polling.contests.results.sector_sentences import about_sectors
from polling.core.db import reading, transaction
from polling.voting import Abstention, Ballot, RankedBallot, count
from polling.workshop.models import Workshop
from tests.room import Room

A, B, C = 1, 2, 3
LABELS = {A: "Alpha", B: "Beta", C: "Gamma"}


@pytest.fixture
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def split(members: dict[str, list[RankedBallot]], smallest: int = 5) -> dict[str, Any] | None:
    ballots: list[Ballot] = [ballot for cast in members.values() for ballot in cast]
    sectors = [sector for sector, cast in members.items() for _ in cast]
    outcome = count("top-three", ballots, [A, B, C], 1)
    return by_sector(sectors, ballots, [A, B, C], outcome, smallest=smallest)


def large_and_small() -> dict[str, list[RankedBallot]]:
    """Nineteen in government, most of whom want Alpha, and twelve in the media, who want Beta."""
    government = {(A, C): 7, (A, B): 7, (A,): 2, (B, C): 2, (B,): 1}
    media = {(B, A): 5, (B, C): 3, (B,): 2, (A, C): 2}
    return {
        "Government": [RankedBallot(one) for one, many in government.items() for _ in range(many)],
        "Media": [RankedBallot(one) for one, many in media.items() for _ in range(many)],
    }


def test_what_is_said_of_the_sectors() -> None:
    assert split(large_and_small()) == {
        "sectors": ["Government", "Media"],
        "rounded_to": [5, 5],
        "support": {"1": [[15, 19], [5, 12]], "2": [[10, 19], [10, 12]], "3": [[10, 19], [5, 12]]},
        "common": [],
        "minority": [{"sector": "Media", "options": [B]}],
        "equal": [B],
        "equal_ranks": {"1": 2, "2": 1, "3": 3},
    }


def test_abstentions_are_ballots_of_their_sector_that_support_nothing() -> None:
    members = large_and_small()
    ballots: list[Ballot] = [one for cast in members.values() for one in cast]
    sectors = [sector for sector, cast in members.items() for _ in cast]
    outcome = count("top-three", ballots, [A, B, C], 1)
    found = by_sector([*sectors, "Media"], [*ballots, Abstention()], [A, B, C], outcome, smallest=5)
    assert found
    assert [base for _, base in found["support"]["2"]] == [19, 13]


@pytest.mark.parametrize("smallest, told", [(5, True), (7, False)], ids=["five", "seven"])
def test_the_smallest_group_is_the_one_chosen_before_the_vote_opened(
    room: Room, smallest: int, told: bool
) -> None:
    choose_smallest(room, smallest)
    room.go("lobby")
    room.join(30)  # six of each sector
    room.go("ranking")
    contest = room.open_ranking()[0]
    choose_smallest(room, 5)  # too late
    room.cast_all(
        (
            person,
            contest.id,
            {"ranking": contest.options[:2] if index % 2 else contest.options[1:3]},
        )
        for index, person in enumerate(room.participants)
    )
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        close_contest(session, room.organizer, found)
        count_contest(session, room.organizer, found)
    with reading() as session:
        result = session.get_one(Contest, contest.id).result
    found = result["explained"]["by_sector"]
    if not told:
        assert found is None
        assert {row["present"] for row in result["sectors"]} == {30}
        return
    assert len(found["sectors"]) == 5
    assert all(base == 6 for row in found["support"].values() for _, base in row)


def choose_smallest(room: Room, smallest: int) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "smallest_cell": smallest}


@pytest.mark.parametrize("people, told", [(40, True), (24, False)], ids=["five", "three"])
def test_the_turnout_of_virtual_participants_is_shown_if_they_are_enough(
    room: Room, people: int, told: bool
) -> None:
    room.go("lobby")
    room.join(people)  # one in eight of them virtual
    room.go("ranking")
    room.rank_everything()
    with reading() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
    rows = [(row["sector"], row["present"]) for row in contest.result["presence"]]
    assert rows == ([("In the room", 35), ("Virtual", 5)] if told else [])


def test_the_turnout_of_virtual_participants_is_hidden_if_few_of_them_voted(room: Room) -> None:
    room.go("lobby")
    virtual = room.join(40)[7::8]
    room.go("ranking")
    contest = room.open_ranking()[0]
    ballot = {"ranking": contest.options[:3]}
    voters = [one for one in room.participants if one not in virtual[1:]]
    room.cast_all((person, contest.id, ballot) for person in voters)
    room.close_and_reveal()
    assert room.contests()[0].result["presence"] == []


def test_a_counted_ranking_keeps_only_what_may_be_shown(room: Room) -> None:
    room.go("lobby")
    room.join(60)
    room.go("ranking")
    room.rank_everything()
    with reading() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
        found = contest.result["explained"]["by_sector"]
    cells = [cell for row in found["support"].values() for cell in row]
    assert set(found["support"]) == {str(option) for option in contest.options}
    assert found["rounded_to"] == [5] * len(found["sectors"])
    assert [cell for cell in cells if cell[0] % 5 or cell[1] < 5] == []


def test_another_question_can_split_the_room_and_is_named(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.attributes = [
            {**one, "segment": one["key"] == "presence"} for one in workshop.attributes
        ]
    room.go("lobby")
    room.join(64)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for index, person in enumerate(room.participants):
        first, second = contest.options[index % 3], contest.options[index // 3 % 3]
        room.cast(person, contest.id, {"ranking": list(dict.fromkeys([first, second]))})
    room.close_and_reveal()
    with room.app.test_request_context(), reading() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
        said = about_sectors(contest, {})
    assert contest.result["explained"]["by_sector"]["sectors"] == ["In the room", "Virtual"]
    assert said[0] == "Sectors are based on the answers to “Presence”."
    console = room.organizer_visitor().get(f"/console/{room.code}/ranking").get_data(as_text=True)
    assert "Turnout by sector (Presence)" in console


@pytest.mark.usefixtures("in_english")
def test_sectors_in_words() -> None:
    ballots = [ballot for cast in large_and_small().values() for ballot in cast]
    outcome = count("top-three", ballots, [A, B, C], 1)
    result = {"outcome": outcome.as_dict(), "explained": {"by_sector": split(large_and_small())}}
    contest = Contest(kind=RANKING, state=CLOSED, result=result)
    assert about_sectors(contest, LABELS) == [
        ("If all sectors had the same weight, these options would have the most support: “Beta”."),
        (
            "If only ballots from the sector “Media” had been counted, these would have been "
            "selected: “Beta”."
        ),
        "Counts by sector are rounded to multiples of 5.",
    ]


@pytest.mark.usefixtures("in_english")
def test_without_sectors_there_is_nothing_to_say() -> None:
    contest = Contest(kind=RANKING, state=CLOSED, result={"explained": {"by_sector": None}})
    assert about_sectors(contest, LABELS) == []


@pytest.mark.usefixtures("in_english")
def test_omitted_figures_by_sector_are_explained() -> None:
    parts = [{"sector": "NGO", "voted": 3, "present": 3}]
    result = {"explained": {"by_sector": None}, "sectors": parts}
    contest = Contest(kind=RANKING, state=CLOSED, result=result)
    assert about_sectors(contest, LABELS) == [
        "Figures by sector are left out, because they could show how people voted."
    ]
