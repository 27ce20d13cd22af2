"""The published verifier checks the frozen reports of a workshop file: their hashes and votes."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polling.core.db import transaction
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from tests.attacks.exported_workshops import exported
from tests.report.versions.in_files import pack, unpack
from tests.room import Room
from tests.verifier import run_verifier


@pytest.fixture
def file(day: Room) -> dict[str, Any]:
    """A workshop file with a frozen report."""
    with transaction() as session:
        publishing.freeze(session, day.organizer, prepare(session, day.organizer))
    return exported(day)


def test_an_honest_report_passes_and_its_hash_is_printed(
    file: dict[str, Any], tmp_path: Path
) -> None:
    status, said = run_verifier(tmp_path, file)
    assert status == 0, said
    assert f"hash         {file['versions'][0]['digest']}" in said
    assert "  survey (" in said.partition("NOT CHECKED in frozen reports:")[2]


def test_a_report_that_was_altered_without_its_hash_is_found(
    file: dict[str, Any], tmp_path: Path
) -> None:
    version = file["versions"][0]
    version["data"] = pack(unpack(version["data"]) + b" ")
    status, said = run_verifier(tmp_path, file)
    assert (status, "WRONG        versions[0].digest" in said) == (1, True)


def test_a_report_that_cannot_be_unpacked_is_found(file: dict[str, Any], tmp_path: Path) -> None:
    file["versions"][0]["data"] = "AAAA"
    assert run_verifier(tmp_path, file)[0] == 1


def exchange_names(report: dict[str, Any]) -> None:
    standings = report["themes"][0]["ranking"]["standings"]
    standings[0][0], standings[-1][0] = standings[-1][0], standings[0][0]


def raise_turnout(report: dict[str, Any]) -> None:
    report["themes"][0]["ranking"]["turnout"]["of"] += 10


def remove_a_ballot(report: dict[str, Any]) -> None:
    report["themes"][0]["ranking"]["hashes"].pop()


def rank_first(report: dict[str, Any]) -> None:
    report["themes"][0]["ranking"]["standings"][-1][1]["rank"] = 1


@pytest.mark.parametrize("alter", [exchange_names, raise_turnout, remove_a_ballot, rank_first])
def test_a_report_with_other_results_than_the_votes_is_found(
    file: dict[str, Any], tmp_path: Path, alter: Callable[[dict[str, Any]], None]
) -> None:
    freeze_again(file, alter)
    status, said = run_verifier(tmp_path, file)
    assert (status, "WRONG        versions[0].data" in said) == (1, True), said


def freeze_again(file: dict[str, Any], alter: Callable[[dict[str, Any]], None]) -> None:
    """Alter a frozen report, with a matching hash."""
    version = file["versions"][0]
    report = json.loads(unpack(version["data"]))
    alter(report)
    data = json.dumps(report).encode()
    version |= {"data": pack(data), "digest": hashlib.sha256(data).hexdigest()}


def rename(report: dict[str, Any]) -> None:
    report["themes"][0]["ranking"]["standings"][0][0] = "Another issue"


def remove_a_vote(report: dict[str, Any]) -> None:
    report["themes"][0]["ranking"] = None


def add_a_priority(report: dict[str, Any]) -> None:
    report["themes"][0]["issues"][-1]["priority"] = 9


@pytest.mark.parametrize("alter", [rename, remove_a_vote, add_a_priority, dict.clear])
def test_a_report_that_cannot_be_compared_is_not_called_right(
    file: dict[str, Any], tmp_path: Path, alter: Callable[[dict[str, Any]], None]
) -> None:
    freeze_again(file, alter)
    status, said = run_verifier(tmp_path, file)
    assert (status, "NOT CHECKED  versions[0].data" in said) == (2, True), said
