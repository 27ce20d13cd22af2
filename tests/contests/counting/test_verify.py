"""Rechecking a vote with our command and the database, or independently from the export."""

from pathlib import Path
from typing import Any

import pytest

from polling.contests.counting.verify import Verdict, revealed_contests, verify
from polling.contests.models import Contest
from polling.contests.secure_deletion import sweep
from polling.core.db import reading, transaction
from polling.workshop.models import Workshop
from tests.attacks.exported_workshops import exported
from tests.databases import on_both, on_sqlite
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.verifier import run_verifier


@pytest.fixture
def counted(room: Room, prepared: Prepared) -> Room:
    prepared.get(rank, room)
    return room


def rank(room: Room) -> None:
    room.go("lobby")
    room.join(12)
    room.go("ranking")
    room.rank_everything()


@on_both
def test_every_counted_contest_holds_against_the_database(counted: Room) -> None:
    with reading() as session:
        contests = revealed_contests(session, counted.workshop_id)
        failed = [c for contest in contests for c in verify(session, contest) if not c.passed]
    assert (len(contests), failed) == (6, [])


def test_a_ballot_that_is_changed_in_the_database_shows(counted: Room) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, counted.contests()[0].id)
        contest.result = contest.result | {"ballots": contest.result["ballots"][1:]}
        failed = [check.text for check in verify(session, contest) if not check.passed]
    assert failed == ["the published list is what is stored"]


def test_the_script_passes_an_honest_export(counted: Room, tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, exported(counted))
    assert status == 0
    assert said.splitlines()[-1].endswith(": 0 wrong, 0 not checked that should be")


def test_the_script_finds_the_ballot_of_a_receipt(counted: Room, tmp_path: Path) -> None:
    _, said = run_verifier(tmp_path, exported(counted), f"{counted.participants[0]:032x}")
    assert said.count("is counted as {'ranking'") == 6


@pytest.mark.parametrize(
    "rule,answer,marks",
    [("score", "scores", (5, 3, 0)), ("hundred-points", "points", (70, 30, 0))],
)
def test_the_script_counts_scores_and_points_again_and_finds_their_receipts(
    rule: str, answer: str, marks: tuple[int, ...], room: Room, tmp_path: Path
) -> None:
    room.go("lobby")
    voter = room.join(5)[0]
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": rule}
    room.go("ranking")
    contest = room.open_ranking()[0]
    named = dict(zip(contest.options, marks, strict=False))
    room.cast(voter, contest.id, {answer: named})
    room.close_and_reveal()
    status, said = run_verifier(tmp_path, exported(room), f"{voter:032x}")
    assert status == 0
    assert f"is counted as {{'{answer}'" in said


@pytest.fixture
def borda(room: Room) -> Room:
    """Five people, who rank only the first of the issues of a theme."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": "borda", "rank_places": 1}
    room.go("lobby")
    voters = room.join(5)
    room.go("ranking")
    contest = room.open_ranking()[0]
    room.cast_all([(voter, contest.id, {"ranking": contest.options[:1]}) for voter in voters])
    room.close_and_reveal()
    return room


def change_margin(contest: Contest, to_tie: int, to_overtake: int) -> None:
    explained = contest.result["explained"]
    margin = explained["margin"] | {"to_tie": to_tie, "to_overtake": to_overtake}
    contest.result = contest.result | {"explained": explained | {"margin": margin}}


@pytest.mark.parametrize(
    "needed, verdict, status",
    [
        pytest.param(3, Verdict.OK, 0, id="exact"),
        pytest.param(2, Verdict.MISSED, 2, id="of an earlier version"),  # ranking all options
        pytest.param(1, Verdict.WRONG, 1, id="altered"),
    ],
)
def test_a_margin_that_an_earlier_version_counted_is_not_called_wrong(
    borda: Room, needed: int, verdict: Verdict, status: int, tmp_path: Path
) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, borda.contests()[0].id)
        change_margin(contest, needed, needed)
        found = [
            check.verdict for check in verify(session, contest) if check.verdict is not Verdict.OK
        ]
    assert found == [verdict] * (verdict is not Verdict.OK)
    found_by_script, said = run_verifier(tmp_path, exported(borda))
    assert found_by_script == status, said


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda contest: contest["ballots"].pop(), id="a ballot removed"),
        pytest.param(
            lambda contest: contest["ballots"][0]["choices"]["ranking"].reverse(),
            id="a ballot changed",
        ),
        pytest.param(
            lambda contest: (
                contest["result"]["outcome"]["winners"].reverse()
                or contest["result"]["outcome"]["winners"].pop()
            ),
            id="a winner removed",
        ),
    ],
)
def test_the_script_fails_a_forged_export(counted: Room, tmp_path: Path, forge: Any) -> None:
    tree = exported(counted)
    forge(tree["results"]["contests"][0])
    status, _ = run_verifier(tmp_path, tree)
    assert status == 1


@on_sqlite
def test_the_sweep_leaves_no_old_ballot_readable_in_the_file(room: Room, tmp_path: Path) -> None:
    room.go("lobby")
    voter = room.join(1)[0]
    room.go("ranking")
    contest = room.open_ranking()[0]
    for revision in range(1, 30):
        chosen = contest.options[revision % 4 :][:2]
        room.cast(voter, contest.id, {"ranking": chosen}, revision=revision)
    last = room.cast(voter, contest.id, {"abstain": True}, revision=30)
    sweep()
    everything = b"".join(path.read_bytes() for path in tmp_path.glob("workshop.sqlite*"))
    assert everything.count(b'{"ranking"') == 0
    assert everything.count(last["digest"].encode()) == 1
