"""An altered figure of a frozen report is found, or its name is listed as NOT CHECKED.

The forger also replaces the hash of the report.
"""

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from polling.contests.models import Contest
from polling.core.db import transaction
from polling.ranking import actions as ranking
from tests.attacks import exported_workshops
from tests.attacks.verification.conftest import made_once
from tests.attacks.verification.test_altered_figures import altered_at, others
from tests.report.versions.in_files import pack, unpack
from tests.verifier import run_verifier, verifier

pytestmark = pytest.mark.slow
UNCHECKED = {
    "agreement of groups",
    "dissent",
    "language, design and agenda of the report",
    "near_miss",
    "numbers and times",
    "participation",
    "sentences about votes",
    "survey",
    "texts and references of issues",
    "texts and references of themes",
    "texts of the report",
    "texts of votes",
    "texts and references of recommendations",
}


@pytest.fixture
def file(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A workshop file with a frozen report."""
    hold = getattr(exported_workshops, f"hold_frozen_{request.param}")
    return made_once(request, f"frozen {request.param}", hold)


@pytest.mark.parametrize("file", ["rankings", "two_stages"], indirect=True)
def test_every_altered_figure_is_found_or_named(
    file: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifier(), "unpacked", lambda data, _most: data)  # faster
    report = report_of(file)
    report["themes"] = with_votes(report)[:2]
    votes = votes_of(file, report)
    honest = frozen_again(report, votes)
    assert honest.findings == []
    assert {name for name, _ in honest.unknown} <= UNCHECKED
    unnoticed = [
        verifier().written(place)
        for place, value in first_of_each_kind(report)
        if not honest.excuse(verifier().written(("data", *place)))[0]
        and not frozen_again(altered_at(report, place, others(value)[0]), votes).findings
    ]
    assert unnoticed == []


def with_votes(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The themes that have votes."""
    votes = ("ranking", "final_vote", "ratings")
    return [theme for theme in report["themes"] if any(theme[name] for name in votes)]


def votes_of(file: dict[str, Any], report: dict[str, Any]) -> list[Any]:
    """The votes of the file that are in a report; tests nearby count them."""
    printed = list(verifier().printed_votes(report))
    return [
        verifier().Vote(contest, file)
        for contest in file["results"]["contests"]
        if any(contest.get("theme", "") == theme for _, _, theme in printed)
    ]


def first_of_each_kind(report: dict[str, Any]) -> list[tuple[Any, Any]]:
    """One value for each place without numbers, and each type."""
    kinds: dict[str, tuple[Any, Any]] = {}
    for place, value in verifier().leaves(report, ()):
        kind = verifier().without_numbers(verifier().written(place))
        if value not in ([], {}):
            kinds.setdefault(f"{kind} {type(value).__name__}", (place, value))
    return list(kinds.values())


def frozen_again(report: dict[str, Any], votes: list[Any]) -> Any:
    data = json.dumps(report).encode()
    version = {"number": 1, "data": data, "digest": hashlib.sha256(data).hexdigest()}
    return verifier().Frozen(version, votes, len(data))


def report_of(file: dict[str, Any]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(unpack(file["versions"][0]["data"]))
    return report


def packed(version: dict[str, Any], report: dict[str, Any]) -> dict[str, Any]:
    """The version with another report and a matching hash."""
    data = json.dumps(report).encode()
    return version | {"data": pack(data), "digest": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize("file", ["rankings"], indirect=True)
def test_answers_that_do_not_add_up_to_everybody_are_wrong(
    file: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifier(), "unpacked", lambda data, _most: data)
    report = report_of(file)
    cells = [{"words": "NGO", "count": 9, "percent": 90}, {"words": "", "count": 1, "percent": 10}]
    report |= {"present": 10, "breakdowns": [{"key": "sector", "label": "Sector", "cells": cells}]}
    votes = votes_of(file, report)
    before = frozen_again(report, votes).findings
    for part, value, places in (
        ("count", 70, {"data.breakdowns[0].cells", "data.breakdowns[0].cells[0].percent"}),
        ("percent", 9, {"data.breakdowns[0].cells[0].percent"}),
    ):
        altered = copy.deepcopy(report)
        altered["breakdowns"][0]["cells"][0][part] = value
        found = set(frozen_again(altered, votes).findings) - set(before)
        assert {(one.verdict, one.place) for one in found} == {("WRONG", at) for at in places}


def test_a_sectors_choice_that_the_organizers_add_makes_nothing_wrong(
    app: Flask, tmp_path: Path
) -> None:
    room = exported_workshops.hold_rankings(app)
    of_sectors = {one.id: minority_of(one) for one in room.contests()}
    overridden, chosen = next((one, found[0]) for one, found in of_sectors.items() if found)
    with transaction() as session:
        contest = session.get_one(Contest, overridden)
        winners = [*contest.winners[:-1], chosen]
        ranking.decide(session, room.organizer, contest, winners=winners, reason="It is urgent.")
    file = exported_workshops.exported(exported_workshops.frozen(room))
    status, said = run_verifier(tmp_path, file)
    assert status == 0, said


def minority_of(contest: Contest) -> list[int]:
    """The options that a sector ranked high enough, but not the room."""
    split = contest.result["explained"]["by_sector"] or {"minority": []}
    return [option for one in split["minority"] for option in one["options"]]


# ---- Forgeries ----


@pytest.mark.parametrize("file", ["one_stage"], indirect=True)
@pytest.mark.parametrize("forged", [{"actors": ["Nobody"]}, {"action": "look away"}])
def test_parts_that_say_something_else_than_the_text_are_wrong(
    file: dict[str, Any], tmp_path: Path, forged: dict[str, Any]
) -> None:
    report = report_of(file)
    drafts = [d for t in report["themes"] for i in t["issues"] for d in i["recommendations"]]
    drafts[0].update(forged)
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, verifier().OTHER_PARTS in said) == (1, True), said


@pytest.mark.parametrize("file", ["one_stage", "two_stages"], indirect=True)
def test_a_result_cannot_hide_in_a_merged_recommendation(
    file: dict[str, Any], tmp_path: Path
) -> None:
    report = report_of(file)
    drafts = [d for t in report["themes"] for i in t["issues"] for d in i["recommendations"]]
    part = copy.deepcopy(drafts[0])
    drafts[0].update(text="Look away.", action="Look away.", actors=[], by="", merged_from=[part])
    drafts[0].update(standing=None, final=None)
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, "now a part of another" in said) == (2, True), said


@pytest.mark.parametrize("file", ["one_stage", "two_stages"], indirect=True)
def test_another_group_of_a_recommendation_is_not_called_right(
    file: dict[str, Any], tmp_path: Path
) -> None:
    report = report_of(file)
    drafts = [d for t in report["themes"] for i in t["issues"] for d in i["recommendations"]]
    drafts[0]["group"] = next(d["group"] for d in drafts if d["group"] != drafts[0]["group"])
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, "is not by the groups in the vote" in said) == (2, True), said


def let_the_first_finalist_win(report: dict[str, Any]) -> None:
    drafts = [d for t in report["themes"] for i in t["issues"] for d in i["recommendations"]]
    finals = [draft["final"] for draft in drafts if draft["final"]]
    for at, final in enumerate(finals):
        final |= {"rank": 17 if at else 1, "made_cut": not at}
        final["support"]["count"] = final["support"]["of"] if not at else 1


def take_a_result_away(report: dict[str, Any]) -> None:
    drafts = [d for t in report["themes"] for i in t["issues"] for d in i["recommendations"]]
    next(draft for draft in drafts if draft["final"])["final"] = None


def move_a_vote(report: dict[str, Any]) -> None:
    one, other, *_ = [theme for theme in report["themes"] if theme["ratings"]]
    one["ratings"], other["ratings"] = other["ratings"], one["ratings"]


@pytest.mark.parametrize("file", ["two_stages"], indirect=True)
@pytest.mark.parametrize("forge", [let_the_first_finalist_win, take_a_result_away, move_a_vote])
def test_a_forged_final_result_is_wrong(
    file: dict[str, Any], tmp_path: Path, forge: Callable[[dict[str, Any]], None]
) -> None:
    report = report_of(file)
    forge(report)
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, "WRONG        versions[0].data.themes" in said) == (1, True), said


ROWS = [
    ("rankings", ("themes", 0, "ranking", "standings")),
    ("rankings", ("themes", 0, "ranking", "figures", "options")),
    ("one_stage", ("themes", 0, "final_vote", "standings")),
    ("two_stages", ("themes", 0, "ratings", 0, "standings")),
    ("two_stages", ("themes", 0, "ratings", 0, "figures", "options")),
    ("two_stages", ("finalists", "standings")),
    ("two_stages", ("finalists", "figures", "options")),
]


@pytest.mark.parametrize("file, place", ROWS, indirect=["file"])
def test_rows_in_another_order_are_wrong(
    file: dict[str, Any], tmp_path: Path, place: tuple[str | int, ...]
) -> None:
    report = report_of(file)
    rows: Any = report
    for step in place:
        rows = rows[step]
    rows.reverse()
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    where = verifier().written(("versions", 0, "data", *place))
    assert (status, f"{where}: is not in the order of the result" in said) == (1, True), said


@pytest.mark.parametrize("file", ["rankings"], indirect=True)
def test_another_smallest_count_is_reported(file: dict[str, Any], tmp_path: Path) -> None:
    report = report_of(file)
    report["smallest"] += 1
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, "versions[0].data.smallest: is 5 in the file" in said) == (2, True), said


@pytest.mark.parametrize("file", ["one_stage"], indirect=True)
@pytest.mark.parametrize("place", ["", "themes.0", "themes.0.final_vote.figures.options.0"])
def test_a_figure_that_the_script_does_not_know_is_reported(
    file: dict[str, Any], tmp_path: Path, place: str
) -> None:
    report = report_of(file)
    at: Any = report
    for step in filter(None, place.split(".")):
        at = at[int(step) if step.isdecimal() else step]
    at["new"] = 1
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, ".new: this script does not know this figure" in said) == (2, True), said


@pytest.mark.parametrize("file", ["one_stage"], indirect=True)
def test_a_figure_that_is_missing_is_reported(file: dict[str, Any], tmp_path: Path) -> None:
    report = report_of(file)
    del report["themes"][0]["final_vote"]["figures"]["options"][0]["chance"]
    del report["themes"][0]["final_vote"]["turnout"]
    file["versions"] = [packed(file["versions"][0], report)]
    status, said = run_verifier(tmp_path, file)
    assert (status, "turnout: is not in the report" in said) == (2, True), said
