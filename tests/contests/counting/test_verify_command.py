"""The output and the exit status of `polling verify`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.cli import main
from polling.contests.casting.published_list import (
    ballot_lines,
    head_of,
    list_digest,
    with_choices,
)
from polling.contests.models import Ballot, Contest
from polling.core.db import reading, transaction
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.models import ReportVersion
from polling.report.versions import serialization
from polling.workshop.log import record
from polling.workshop.models import Issue, Workshop
from polling.workshop.queries import log_entries
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def counted(command: Room, prepared: Prepared) -> Room:
    prepared.get(rank, command)
    return command


@pytest.fixture
def command(room: Room, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A room whose database the command uses."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database)
    return room


def rank(room: Room) -> None:
    room.go("lobby")
    room.join(12)
    room.go("ranking")
    room.rank_everything()


def rank_by_sector(room: Room) -> None:
    """Let so many people vote that the results are shown by sector."""
    room.go("lobby")
    room.join(45)
    room.go("ranking")
    room.rank_everything()


def verified(code: str) -> Result:
    return CliRunner().invoke(main, ["verify", code])


def alter(room: Room, **parts: Any) -> None:
    """Replace parts of the first vote's result."""
    with transaction() as session:
        contest = session.get_one(Contest, room.contests()[0].id)
        contest.result = contest.result | parts


def test_it_ends_well_if_everything_holds(counted: Room) -> None:
    result = verified(counted.code)
    assert result.exit_code == 0, result.output
    assert "ok          ranking 1: the outcome, counted again" in result.output
    assert "ok          ranking 1: electorate, as the vote closed" in result.output


def test_it_says_that_only_the_totals_of_the_support_by_sector_were_checked(command: Room) -> None:
    rank_by_sector(command)
    result = verified(command.code)
    assert (result.exit_code, wrong(result)) == (0, "")
    assert "ranking 1: support by sector: its totals (the sectors of ballots are erased)" in (
        result.output
    )


@pytest.mark.parametrize(
    "part", ["common", "minority", "equal", "equal_ranks", "support", "sectors"]
)
def test_it_fails_if_a_figure_about_sectors_is_impossible(command: Room, part: str) -> None:
    rank_by_sector(command)
    stored = command.contests()[0].result["explained"]
    table = stored["by_sector"]
    first, *_others, last = table["support"]
    forged = {
        "common": [int(first), int(last)],
        "minority": [{"sector": table["sectors"][0], "options": [int(last)]}],
        "equal": table["equal"][::-1],
        "equal_ranks": table["equal_ranks"] | {first: 99},
        "support": table["support"] | {first: table["support"][last][:1]},
        "sectors": table["sectors"][1:],
    }
    alter(command, explained=stored | {"by_sector": table | {part: forged[part]}})
    assert verified(command.code).exit_code == 1


@pytest.mark.parametrize("part", ["present", "sectors", "presence", "electorate", "eligible"])
def test_it_fails_if_a_figure_of_the_turnout_was_changed(counted: Room, part: str) -> None:
    stored = counted.contests()[0].result[part]
    changed = {"present": 52, "sectors": [{"sector": "NGO", "voted": 12, "present": 12}]}
    changed["presence"] = changed["sectors"]
    alter(counted, **{part: changed.get(part) or {one: could - 3 for one, could in stored.items()}})
    result = verified(counted.code)
    assert result.exit_code == 1
    name = {"eligible": "who could choose what"}.get(part, f"{part}, as the vote closed")
    assert name in wrong(result)


@pytest.mark.parametrize("part", ["outcome", "support", "explained", "abstained"])
def test_it_fails_if_a_figure_is_not_what_the_ballots_give(counted: Room, part: str) -> None:
    stored = counted.contests()[0].result[part]
    if part == "outcome":
        alter(counted, outcome=stored | {"winners": stored["winners"][::-1]})
    elif part == "support":
        alter(counted, support={one: {"named": 0, "first": 0} for one in stored})
    elif part == "explained":
        alter(counted, explained=stored | {"agreement": {"w": 1, "level": "strong", "ballots": 2}})
    else:
        alter(counted, abstained=stored + 1)
    result = verified(counted.code)
    assert result.exit_code == 1
    assert f"the {part}, counted again" in wrong(result)


def wrong(result: Result) -> str:
    return "\n".join(line for line in result.output.splitlines() if line.startswith("WRONG"))


def rehash(contest: Contest) -> None:
    """Store the hash of the list as it now is."""
    first = head_of(contest, contest.result)
    ballots = ballot_lines(contest.result, with_choices(contest.result["ballots"]))
    contest.result = contest.result | {"ballots_hash": list_digest([*first, *ballots])}


def test_an_issue_that_was_renamed_after_the_vote_shows(counted: Room) -> None:
    with transaction() as session:
        session.get_one(Issue, counted.contests()[0].options[0]).headline = "Another issue"
    result = verified(counted.code)
    assert (result.exit_code, wrong(result)) == (1, "WRONG       ranking 1: the options' names")


def test_priorities_that_were_changed_after_the_vote_show(counted: Room) -> None:
    first, second, *_others = counted.contests()[0].winners
    with transaction() as session:
        session.get_one(Issue, first).priority = 2
        session.get_one(Issue, second).priority = 1
    result = verified(counted.code)
    assert (result.exit_code, wrong(result)) == (1, "WRONG       ranking 1: the priority issues")


@pytest.mark.parametrize("damage", ["option", "result", "choices"])
def test_a_damaged_vote_is_wrong_and_the_others_are_checked(counted: Room, damage: str) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, counted.contests()[0].id)
        if damage == "option":
            contest.options = contest.options[1:]
        elif damage == "result":
            contest.result = {}
        else:
            ballot = session.scalars(select(Ballot).where(Ballot.contest_id == contest.id)).first()
            assert ballot
            ballot.choices = "[1]"
    result = verified(counted.code)
    assert result.exit_code == 1
    assert "WRONG       ranking 1: cannot be read" in wrong(result)
    assert "WRONG       ranking 2" not in wrong(result)
    assert "ok          ranking 2: the outcome, counted again" in result.output


def test_a_vote_of_an_earlier_version_still_holds(counted: Room) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, counted.contests()[0].id)
        new = {"names", "list_version"}
        contest.result = {name: it for name, it in contest.result.items() if name not in new}
        rehash(contest)
    result = verified(counted.code)
    assert (result.exit_code, wrong(result)) == (2, "")
    assert "NOT CHECKED ranking 1: names of options" in result.output


def test_a_workshop_without_a_revealed_vote_is_not_called_right(command: Room) -> None:
    result = verified(command.code)
    assert result.exit_code == 2
    assert result.output.endswith("NOT CHECKED This workshop has no revealed vote.\n")


def test_imported_votes_are_recounted_too(counted: Room) -> None:
    with counted.app.test_request_context(), transaction() as session:
        copy = load(session, dump(session, session.get_one(Workshop, counted.workshop_id))).code
    result = verified(copy)
    assert (result.exit_code, "figures compared: 0 wrong" in result.output) == (0, True)


def test_a_ballot_of_somebody_who_was_not_there_is_wrong(counted: Room) -> None:
    """With all that follows in the database; in the file, more people voted than were present."""
    present = counted.contests()[0].turnout["present"]
    with transaction() as session:
        contest = session.get_one(Contest, counted.contests()[0].id)
        for stored in ("turnout", "result"):
            setattr(contest, stored, getattr(contest, stored) | {"present": present - 1})
        rehash(contest)
    result = verified(counted.code)
    assert result.exit_code == 1
    assert f"{present} voted, but {present - 1} were present" in result.output


def test_it_finds_an_altered_log(counted: Room) -> None:
    with transaction() as session:
        first = log_entries(session, counted.workshop_id)[0]
        first.action = "another"
    result = verified(counted.code)
    assert result.exit_code == 1
    assert wrong(result).startswith("WRONG       log: the hash of each entry")


def cut_the_log(session: Session, room: Room) -> None:
    """Without its entries since the first reveal."""
    entries = log_entries(session, room.workshop_id)
    actions = [one.action for one in entries]
    for one in entries[actions.index("contest-revealed") :]:
        session.delete(one)


def delete_the_log(session: Session, room: Room) -> None:
    for one in log_entries(session, room.workshop_id):
        session.delete(one)


def delete_a_version(session: Session, room: Room) -> None:
    version = publishing.freeze(session, room.organizer, prepare(session, room.organizer))
    session.delete(version)


def renumber_a_version(session: Session, room: Room) -> None:
    version = publishing.freeze(session, room.organizer, prepare(session, room.organizer))
    version.number += 1


def decide_secretly(session: Session, room: Room) -> None:
    contest = session.get_one(Contest, room.contests()[0].id)
    contest.decision = {"winners": contest.options[:1], "reason": "Ours."}


def give_another_reason(session: Session, room: Room) -> None:
    decide_secretly(session, room)
    contest = session.get_one(Contest, room.contests()[0].id)
    about = {"contest": contest.id} | contest.decision
    record(session, room.organizer, "contest-decided", **about | {"reason": "By lot."})


@pytest.mark.parametrize(
    "act, missing",
    [
        (cut_the_log, "the reveal of each vote"),
        (delete_the_log, "the reveal of each vote"),
        (delete_a_version, "each frozen report"),
        (renumber_a_version, "each frozen report"),
        (decide_secretly, "each decision of the organizers"),
        (give_another_reason, "each decision of the organizers"),
    ],
)
def test_it_finds_what_the_log_lacks_or_has_alone(
    counted: Room, act: Callable[[Session, Room], None], missing: str
) -> None:
    assert verified(counted.code).exit_code == 0
    with transaction(counted.workshop_id) as session:
        act(session, counted)
    result = verified(counted.code)
    assert (result.exit_code, f"WRONG       log: {missing}" in result.output) == (1, True)


def test_it_prints_the_newest_hash_of_the_log(counted: Room) -> None:
    with reading() as session:
        newest = log_entries(session, counted.workshop_id)[-1].digest
    assert f"that of the newest is {newest}" in verified(counted.code).output


def test_it_finds_an_altered_frozen_report(counted: Room) -> None:
    with transaction(counted.workshop_id) as session:
        version = publishing.freeze(session, counted.organizer, prepare(session, counted.organizer))
    assert verified(counted.code).exit_code == 0
    with transaction() as session:
        frozen = session.get_one(ReportVersion, version.id)
        altered = serialization.unpack(frozen.data).replace(b"What should", b"What might")
        frozen.data = serialization.pack(altered)
    result = verified(counted.code)
    assert (result.exit_code, "versions[0]" in result.output) == (1, True)


def test_it_says_what_it_did_not_check(counted: Room) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, counted.contests()[0].id)
        contest.rule = contest.rule | {"rule": "stv"}
        rehash(contest)
    result = verified(counted.code)
    assert result.exit_code == 2
    assert "NOT CHECKED ranking" in result.output
    assert "the rule stv is no longer offered" in result.output
