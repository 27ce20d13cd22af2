"""What earlier versions stored or exported is published as what this version counts."""

import json
from typing import Any

import pytest

from polling.contests.actions import decide
from polling.contests.models import Contest
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.prepared_rooms import Prepared
from tests.room import Room

FEW = [
    {"sector": "In the room", "voted": 15, "present": 15},
    {"sector": "Virtual", "voted": 1, "present": 5},
]
THREE = [*FEW, {"sector": "Other", "voted": 6, "present": 6}]
MERGED = [
    {"present": 15, "sector": "In the room", "voted": 15},
    {"present": 11, "sector": "Other + Virtual", "voted": 7},
]
ADDRESS = "a@example.org"


@pytest.fixture
def ranked(room: Room, prepared: Prepared) -> Room:
    prepared.get(rank, room)
    return room


def rank(room: Room) -> None:
    room.go("lobby")
    room.join(8)
    room.go("ranking")
    room.rank_everything()


def exported(workshop_id: int) -> dict[str, Any]:
    with reading() as session:
        written = write(dump(session, session.get_one(Workshop, workshop_id)))
    tree: dict[str, Any] = json.loads(written)
    return tree


def imported(tree: dict[str, Any]) -> int:
    with transaction() as session:
        return load(session, read(json.dumps(tree).encode())).id


@pytest.mark.parametrize(
    "stored, published", [(FEW, []), (THREE, MERGED)], ids=["two parts", "three parts"]
)
def test_the_turnout_of_few_virtual_voters_is_not_published(
    ranked: Room, stored: list[dict[str, Any]], published: list[dict[str, Any]]
) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, ranked.contests()[0].id)
        contest.result = {**contest.result, "presence": stored}
    tree = exported(ranked.workshop_id)
    result = tree["results"]["contests"][0]["result"]
    assert result["presence"] == published
    result["presence"] = stored  # as in a file of an earlier version
    again = exported(imported(tree))
    assert again["results"]["contests"][0]["result"]["presence"] == published


def test_a_decision_does_not_name_the_organizer(ranked: Room) -> None:
    organizer = Actor(Role.ORGANIZER, ranked.workshop_id, label=ADDRESS)
    with transaction() as session:
        contest = session.get_one(Contest, ranked.contests()[0].id)
        winners = contest.options[:1]
        decide(session, organizer, contest, winners=winners, reason="As agreed.", labels={})
        assert contest.decision == {"winners": winners, "reason": "As agreed."}


def test_the_address_in_an_earlier_decision_is_not_exported(ranked: Room) -> None:
    told = {"winners": ranked.contests()[0].options[:1], "reason": "As agreed."}
    with transaction() as session:
        contest = session.get_one(Contest, ranked.contests()[0].id)
        contest.decision = {**told, "by": ADDRESS}
    tree = exported(ranked.workshop_id)
    decision = tree["results"]["contests"][0]["decision"]
    assert decision == told
    decision["by"] = ADDRESS  # as in a file of an earlier version
    copy = imported(tree)
    with reading() as session:
        assert ADDRESS not in json.dumps(session.get_one(Workshop, copy).imported_results)
