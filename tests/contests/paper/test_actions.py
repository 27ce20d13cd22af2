"""Paper ballots are counted, but not in the turnout; the close unlinks them from their numbers."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from polling.contests.actions import close_contest, count_contest, open_contest, reveal_contest
from polling.contests.casting.actions import UnknownReceipt
from polling.contests.casting.receipts import digest
from polling.contests.counting.verify import verify
from polling.contests.models import Ballot, Contest, PaperBallot
from polling.contests.paper import actions as paper
from polling.contests.paper.forms import Entry
from polling.contests.secure_deletion import sweep
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, Conflict, NotFound
from polling.ranking import actions as ranking
from polling.report.queries import report
from polling.report.sections.vote_phrases import turnout
from polling.setup.log_sentences import sentence
from polling.workshop.models import Workshop
from polling.workshop.queries import log_entries
from polling.workshop.timers import start_clock
from polling.workshop_file.dump import dump
from tests.attacks.exported_workshops import exported
from tests.databases import on_both, on_sqlite
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.verifier import verifier


@pytest.fixture
def contest(room: Room, prepared: Prepared) -> Contest:
    prepared.get(six_ballots, room)
    return room.contests()[0]


def six_ballots(room: Room) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in room.participants:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})


def enter(room: Room, contest: Contest, number: int, typed: str = "3 1 2", **more: Any) -> str:
    entry = Entry(number=number, choices=typed, **more)
    secret = room.app.config["SECRET_KEY"]
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        return paper.enter(session, secret, room.organizer, found, entry)


def withdraw(room: Room, contest: Contest, number: int) -> None:
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        paper.withdraw(session, room.organizer, found, number=number)


def test_choices_with_an_abstention_are_refused(room: Room, contest: Contest) -> None:
    with pytest.raises(BadInput, match="either choices or an abstention"):
        enter(room, contest, 1, "1 2", abstain=True)
    enter(room, contest, 1, " ", abstain=True)


def test_paper_ballots_are_closed_as_soon_as_the_time_has_run_out(
    room: Room, contest: Contest
) -> None:
    enter(room, contest, 1)
    with transaction() as session:
        start_clock(session, room.workshop_id, f"contest:{contest.id}", 0)
    with pytest.raises(Conflict, match="only while voting is open"):
        enter(room, contest, 2)
    with pytest.raises(Conflict, match="only while voting is open"):
        withdraw(room, contest, 1)


def close(room: Room, contest: Contest) -> dict[str, Any]:
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        close_contest(session, room.organizer, found)
        return found.turnout


def count(room: Room, contest: Contest) -> dict[str, Any]:
    close(room, contest)
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        count_contest(session, room.organizer, found)
        return found.result


def reopen(room: Room, contest: Contest) -> None:
    with transaction() as session:
        open_contest(session, room.organizer, session.get_one(Contest, contest.id), smallest=5)


def stored(contest: Contest) -> int:
    with reading() as session:
        mine = select(func.count()).where(Ballot.contest_id == contest.id)
        return session.scalar(mine) or 0


def failed(contest: Contest) -> list[str]:
    with reading() as session:
        found = session.get_one(Contest, contest.id)
        return [check.text for check in verify(session, found) if not check.passed]


@on_both
def test_paper_and_phones_are_one_tally_and_two_numbers(room: Room, contest: Contest) -> None:
    enter(room, contest, 1)
    enter(room, contest, 2, "", abstain=True)
    result = count(room, contest)
    scores = {row["option"]: row["score"] for row in result["outcome"]["standings"]}
    assert (result["voted"], result["paper"], result["abstained"]) == (6, 2, 1)
    assert [scores[option] for option in contest.options[:3]] == [18 + 2, 12 + 1, 6 + 3]
    assert failed(contest) == []


def test_a_paper_ballot_that_goes_missing_shows(room: Room, contest: Contest) -> None:
    enter(room, contest, 1)
    count(room, contest)
    with transaction() as session:
        session.delete(session.get_one(PaperBallot, (contest.id, 1)))
    assert failed(contest) == ["7 ballots, 6 voters, 0 on paper"]


def test_the_receipt_finds_the_papers_line_in_the_published_list(
    room: Room, contest: Contest
) -> None:
    receipt = enter(room, contest, 1)
    first, second, third = contest.options[:3]
    text = json.dumps({"ranking": [third, first, second]}, separators=(",", ":"))
    lines = [ballot["hash"] for ballot in count(room, contest)["ballots"]]
    assert digest(contest.id, receipt, text) in lines


@on_both
def test_a_number_is_entered_once_and_again_only_when_withdrawn(
    room: Room, contest: Contest
) -> None:
    enter(room, contest, 4)
    with pytest.raises(Conflict, match="already been entered"):
        enter(room, contest, 4, "1 2 3")
    withdraw(room, contest, 4)
    assert stored(contest) == 6
    enter(room, contest, 4, "1 2 3")
    assert stored(contest) == 7
    with pytest.raises(NotFound):
        withdraw(room, contest, 5)


@on_both
def test_after_the_close_no_number_leads_to_a_ballot(room: Room, contest: Contest) -> None:
    enter(room, contest, 1)
    enter(room, contest, 2, "1 2")
    close(room, contest)
    with reading() as session:
        assert set(session.scalars(select(PaperBallot.key))) == {None}


@on_sqlite
def test_the_sweep_leaves_no_paper_number_with_a_key_in_the_file(
    room: Room, contest: Contest, tmp_path: Any
) -> None:
    enter(room, contest, 1)
    with reading() as session:
        key = session.scalars(select(PaperBallot.key)).one()
    close(room, contest)
    sweep()
    everything = b"".join(path.read_bytes() for path in tmp_path.glob("workshop.sqlite*"))
    assert everything.count(str(key).encode()) == 1  # the ballot's own key


@on_both
def test_a_vote_that_opens_again_keeps_its_papers_and_takes_none_of_them_twice(
    room: Room, contest: Contest
) -> None:
    enter(room, contest, 1)
    close(room, contest)
    reopen(room, contest)
    with pytest.raises(Conflict, match="already been entered"):
        enter(room, contest, 1)
    with pytest.raises(Conflict, match="no longer be withdrawn"):
        withdraw(room, contest, 1)
    enter(room, contest, 2)
    assert count(room, contest)["paper"] == 2
    assert failed(contest) == []


def test_a_closed_vote_takes_no_paper_and_gives_none_back(room: Room, contest: Contest) -> None:
    enter(room, contest, 1)
    close(room, contest)
    with pytest.raises(Conflict, match="only while voting is open"):
        enter(room, contest, 2)
    with pytest.raises(Conflict, match="only while voting is open"):
        withdraw(room, contest, 1)


@pytest.mark.parametrize("typed", ["", "1 1", "0", "99", "1 x", "-1", "1=2", "1 2 3 4", "²"])
def test_what_cannot_be_counted_is_refused_whole(room: Room, contest: Contest, typed: str) -> None:
    with pytest.raises(BadInput):
        enter(room, contest, 1, typed)
    assert stored(contest) == 6


@pytest.mark.parametrize(
    "rule,typed,choices",
    [
        ("approval", "2, 1", {"approved": [0, 1]}),
        ("score", "1=5 2:0", {"scores": {0: 5, 1: 0}}),
        ("hundred-points", "1=70;2=30", {"points": {0: 70, 1: 30}}),
    ],
)
def test_every_kind_of_ballot_can_be_typed(
    room: Room, rule: str, typed: str, choices: dict[str, Any]
) -> None:
    room.go("lobby")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": rule}
    room.go("ranking")
    contest = room.open_ranking()[0]
    enter(room, contest, 1, typed)
    at = contest.options
    ((answer, given),) = choices.items()
    meant: Any = (
        {str(at[place]): mark for place, mark in given.items()}
        if isinstance(given, dict)
        else [at[place] for place in given]
    )
    assert count(room, contest)["ballots"][0]["choices"] == {answer: meant}


@pytest.mark.parametrize("typed", ["1=6", "1=5 1=4", "1 2"])
def test_marks_off_the_scale_are_refused(room: Room, typed: str) -> None:
    room.go("lobby")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": "score"}
    room.go("ranking")
    contest = room.open_ranking()[0]
    with pytest.raises(BadInput):
        enter(room, contest, 1, typed)


@on_both
def test_the_log_has_each_entry_and_withdrawal_by_its_number_alone(
    room: Room, contest: Contest
) -> None:
    enter(room, contest, 7)
    withdraw(room, contest, 7)
    with reading() as session:
        entries = log_entries(session, room.workshop_id)[-2:]
    said = [sentence(entry, {contest.id: "Crime"}) for entry in entries]
    assert said == ["Paper ballot added: 7, “Crime”", "Paper ballot withdrawn: 7, “Crime”"]
    assert {frozenset(entry.detail) for entry in entries} == {frozenset({"contest", "number"})}


def test_paper_ballots_are_counted_with_no_sector(room: Room) -> None:
    room.go("lobby")
    room.join(60)
    room.go("ranking")
    contest = room.open_ranking()[0]
    orders = [[contest.options[(first + step) % 3] for step in range(2)] for first in range(12)]
    room.cast_all(
        (voter, contest.id, {"ranking": orders[index // 5]})
        for index, voter in enumerate(room.participants)
    )
    enter(room, contest, 1, "1 2")
    result = count(room, contest)
    cells = result["explained"]["by_sector"]["support"][str(contest.options[0])]
    assert sum(base for _, base in cells) == len(result["ballots"]) - 1


def test_the_reveal_works_with_paper(room: Room, contest: Contest) -> None:
    enter(room, contest, 1)
    close(room, contest)
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, contest.id))
    assert failed(contest) == []


def test_the_report_and_the_file_count_paper_apart(room: Room, contest: Contest) -> None:
    enter(room, contest, 1)
    room.close_and_reveal()
    with reading() as session:
        made = report(session, session.get_one(Workshop, room.workshop_id))
        file = dump(session, session.get_one(Workshop, room.workshop_id))
    assert turnout(made.votes[0]) == "6 of 6 (100%) by phone and 1 on paper"
    assert made.ballots == 7
    counted = file.results.contests[0]
    assert (counted.voted, counted.paper, len(counted.ballots)) == (6, 1, 7)


def test_a_phone_that_knows_the_receipt_of_a_paper_ballot_cannot_change_it(
    room: Room, contest: Contest
) -> None:
    receipt = enter(room, contest, 1)
    with reading() as session:
        before = session.scalars(select(Ballot.choices).order_by(Ballot.key)).all()
    other = {"ranking": contest.options[1:4]}
    with pytest.raises(UnknownReceipt):
        room.cast(room.participants[0], contest.id, other, receipt=receipt, revision=9)
    with reading() as session:
        assert session.scalars(select(Ballot.choices).order_by(Ballot.key)).all() == before


def test_paper_in_a_vote_without_a_result_makes_no_figure_wrong(
    room: Room, contest: Contest
) -> None:
    """Somebody who votes only there is counted as a person who could vote here too."""
    enter(room, room.contests()[1], 1)
    count(room, contest)
    with transaction() as session:
        reveal_contest(session, room.organizer, session.get_one(Contest, contest.id))
    (vote,) = verifier().check(exported(room))
    assert {one.verdict for one in vote.findings} == {"NOT CHECKED"}
    electorate = {f"result.electorate.{option}" for option in contest.options}
    assert electorate <= {one.place for one in vote.findings}


def test_paper_that_another_vote_withdrew_after_the_close_makes_nothing_unchecked(
    room: Room, contest: Contest
) -> None:
    """Its voter was counted as a person who could vote here too."""
    other = room.contests()[1]
    enter(room, other, 1)
    close(room, contest)
    withdraw(room, other, 1)
    for one in room.contests():
        if one.id != contest.id:
            room.cast(room.participants[0], one.id, {"ranking": one.options[:3]})
            close(room, one)
        with transaction() as session:
            ranking.reveal(session, room.organizer, session.get_one(Contest, one.id))
    votes = verifier().check(exported(room))
    assert [found.sentence for vote in votes for found in vote.findings] == []
    assert [vote.contest.get("withdrawn", 0) for vote in votes[:2]] == [0, 1]
