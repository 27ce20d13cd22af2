"""Numbers of people that cannot be right, although no file has single answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from tests.verifier import run_verifier

pytestmark = pytest.mark.slow
Change = Callable[[dict[str, Any]], None]


def more_in_a_sector(file: dict[str, Any]) -> None:
    file["results"]["participation"]["attributes"]["sector"] = {"Government": 7000}


def more_registered(file: dict[str, Any]) -> None:
    file["registration"] = {"people": 9, "answers": {"sector": {"Government": 10}}}


def more_answers(file: dict[str, Any]) -> None:
    file["results"]["participation"] |= {"surveyed": 6, "surveyable": 6}
    file["results"]["survey"] = [{"key": "clear", "answered": 6, "counts": {"Yes": 506}}]


def more_answered(file: dict[str, Any]) -> None:
    file["results"]["participation"] |= {"surveyed": 6, "surveyable": 6}
    file["results"]["survey"] = [{"key": "clear", "answered": 9999}]


def more_stances(file: dict[str, Any]) -> None:
    issue = file["themes"][0]["issues"][0]
    issue["recommendations"] = [
        {"text": "States publish lists.", "agreement": {"members": 3, "agree": 9, "cannot": 7}}
    ]


CHANGES = {
    "participation.attributes.sector": more_in_a_sector,
    "registration.answers.sector": more_registered,
    "survey[0].counts.Yes": more_answers,
    "survey[0].answered": more_answered,
    "recommendations[0].agreement": more_stances,
}


@pytest.mark.parametrize("place", CHANGES)
def test_more_people_than_there_are_is_wrong(
    ranking: dict[str, Any], place: str, tmp_path: Path
) -> None:
    CHANGES[place](ranking)
    status, said = run_verifier(tmp_path, ranking)
    (line,) = (one for one in said.splitlines() if "WRONG  " in one and place in one)
    assert (status, "but at most" in line) == (1, True)


@pytest.mark.parametrize("place", [one for one in CHANGES if "agreement" not in one])
def test_a_file_with_more_people_than_there_are_is_not_imported(
    ranking: dict[str, Any], place: str
) -> None:
    read(json.dumps(ranking).encode())
    CHANGES[place](ranking)
    with pytest.raises(BadWorkshopFile, match="ore people"):
        read(json.dumps(ranking).encode())


def test_a_sector_of_another_size_than_in_the_turnout_is_named(
    ranking: dict[str, Any], tmp_path: Path
) -> None:
    contest = ranking["results"]["contests"][0]
    support = {str(option["id"]): [[3, 7], None] for option in contest["options"]}
    table = {"sectors": ["NGO", "Media"], "rounded_to": [3, 3], "support": support}
    contest["result"]["explained"]["by_sector"] = table
    contest["result"]["sectors"] = [{"sector": "NGO", "voted": 9, "present": 9}]
    _status, said = run_verifier(tmp_path, ranking)
    assert '"NGO" has 7 ballots, but 9 voted; people who changed their answers' in said
