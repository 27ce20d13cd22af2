"""Dissent notes: only by voters, anonymous, and moderated by an organizer."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from polling.contests.models import FINAL, FINALISTS, RATING, Ballot, Contest
from polling.core.db import engine, reading, transaction
from polling.final_vote import actions
from polling.final_vote.dissent import actions as dissent
from polling.final_vote.dissent.models import DissentNote
from polling.workshop.log import unbroken
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.database_sweeps import keep_what_is_deleted, let_sweep, on_disk
from tests.databases import on_both, on_sqlite
from tests.final_vote import electorate, raters
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.visitor import Visitor

RECEIPT, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2


@pytest.fixture
def first(drafted: Room) -> Contest:
    """The vote of the first theme, in which one of the phones abstains."""
    contest = electorate.open_final_vote(drafted)[0]
    drafted.cast(drafted.participants[0], contest.id, {"abstain": True}, receipt=RECEIPT)
    return contest


def reveal(room: Room) -> None:
    electorate.close_all(room)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


def send(phone: Visitor, room: Room, contest: Contest, text: str, **more: Any) -> Any:
    note = {"contest": contest.id, "receipt": RECEIPT, "revision": 1, "text": text} | more
    if not {"theme", "recommendation"} & more.keys():
        note["recommendation"] = contest.options[0]
    return phone.post(f"/w/{room.code}/dissent", json=note)


def stored() -> list[DissentNote]:
    with reading() as session:
        return list(session.scalars(select(DissentNote).order_by(DissentNote.text)))


def decide(organizer: Visitor, room: Room, note: DissentNote, shown: bool) -> None:
    path = f"/console/{room.code}/final-vote/{note.contest_id}/dissent"
    said = {"key": note.key, "revision": note.revision, "shown": "true" if shown else "false"}
    assert organizer.post(path, said).status_code == 200


def pages(room: Room) -> dict[str, str]:
    home = f"/w/{room.code}"
    visitors = {
        home: room.participant_visitor(),
        f"{home}/facilitator": room.facilitator_visitor(),
        f"{home}/screen": room.screen_visitor(),
    }
    return {path: one.get(path).get_data(as_text=True) for path, one in visitors.items()}


# ---- Who may write, and what is stored ----


def test_notes_are_written_once_the_result_is_revealed(drafted: Room, first: Contest) -> None:
    phone = drafted.participant_visitor(drafted.participants[0])
    assert send(phone, drafted, first, "Too early.").status_code == 409
    reveal(drafted)
    assert send(phone, drafted, first, "It costs too much.").get_json()["ok"] is True


@on_both
def test_only_the_receipt_of_a_counted_ballot_lets_its_phone_write(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    answer = send(
        drafted.participant_visitor(drafted.participants[0]), drafted, first, "No.", receipt=OTHER
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "not-allowed")
    assert stored() == []


@on_both
def test_a_ballot_has_one_note_on_each_thing_which_can_be_changed_and_taken_back(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "On the first.")
    send(phone, drafted, first, "On the first, better said.", revision=2)
    send(phone, drafted, first, "late, and older", revision=1)
    send(phone, drafted, first, "On the theme.", theme=first.theme_id)
    assert [note.text for note in stored()] == ["On the first, better said.", "On the theme."]
    send(phone, drafted, first, "", revision=3)
    assert [note.text for note in stored()] == ["", "On the theme."]


def test_other_words_of_the_same_revision_are_refused_and_not_lost(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "It costs too much.")
    other = send(phone, drafted, first, "It is too slow.")
    assert (other.status_code, other.get_json()["error"]["code"]) == (409, "stale-ballot")
    assert send(phone, drafted, first, "It costs too much.").get_json()["ok"]
    assert [note.text for note in stored()] == ["It costs too much."]


def test_a_retry_does_not_bring_back_a_name_that_was_taken_out(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "Ms Example said so.")
    [note] = stored()
    with transaction() as session:
        contest = session.get_one(Contest, first.id)
        dissent.take_out(session, drafted.organizer, contest, key=note.key, words="Ms Example")
    assert send(phone, drafted, first, "Ms Example said so.").get_json()["ok"]
    assert [note.text for note in stored()] == ["[…] said so."]


def test_a_name_that_was_taken_out_eighty_times_stops_nobody(drafted: Room, first: Contest) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "Ed " * 80)
    [note] = stored()
    with transaction() as session:
        contest = session.get_one(Contest, first.id)
        dissent.take_out(session, drafted.organizer, contest, key=note.key, words="Ed")
    other = send(phone, drafted, first, "no " * 79)
    assert (other.status_code, other.get_json()["error"]["code"]) == (409, "stale-ballot")
    assert send(phone, drafted, first, "Ed " * 80).get_json()["ok"]


def test_nothing_on_the_disk_ties_a_note_to_a_ballot_or_to_a_person(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "On the first.")
    send(phone, drafted, first, "On the second.", recommendation=first.options[1])
    keys = [note.key for note in stored()]
    with reading() as session:
        ballots = set(session.scalars(select(Ballot.key)))
    assert len(set(keys)) == 2
    assert ballots.isdisjoint(keys)
    columns = {column["name"] for column in inspect(engine()).get_columns("dissent_note")}
    assert columns == {
        *("contest_id", "key", "theme_id", "recommendation_id", "revision", "text", "approved")
    }


@on_sqlite
def test_a_note_taken_back_leaves_no_words_behind(
    drafted: Room, first: Contest, tmp_path: Path
) -> None:
    keep_what_is_deleted()
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "It is the lighthouse keepers who pay.")
    let_sweep()
    assert on_disk(tmp_path, "lighthouse keepers") == 1
    send(phone, drafted, first, "", revision=2)
    let_sweep()
    assert on_disk(tmp_path, "lighthouse keepers") == 0


@on_sqlite
def test_a_name_taken_out_of_a_note_leaves_the_disk(
    drafted: Room, first: Contest, tmp_path: Path
) -> None:
    keep_what_is_deleted()
    reveal(drafted)
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "Ask Jane Doe.")
    [note] = stored()
    let_sweep()
    assert on_disk(tmp_path, "Jane Doe") == 1
    with transaction() as session:
        contest = session.get_one(Contest, first.id)
        dissent.take_out(session, drafted.organizer, contest, key=note.key, words="Jane Doe")
    let_sweep()
    assert on_disk(tmp_path, "Jane Doe") == 0


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"recommendation": 999_999}, id="unknown"),
        pytest.param({"theme": 999_999}, id="unknown theme"),
        pytest.param({"theme": 1, "recommendation": 1}, id="two things"),
        pytest.param({"recommendation": None}, id="nothing"),
        pytest.param({"text": "x" * 401}, id="too long"),
    ],
)
def test_what_is_about_nothing_is_refused(
    drafted: Room, first: Contest, about: dict[str, Any]
) -> None:
    reveal(drafted)
    more = {"recommendation": first.options[0]} | about
    answer = send(
        drafted.participant_visitor(drafted.participants[0]),
        drafted,
        first,
        more.pop("text", "No."),
        **more,
    )
    assert answer.status_code in {400, 404}
    assert stored() == []


def test_after_two_stages_the_ballot_on_the_finalists_lets_its_voter_write_on_all(
    two: Room,
) -> None:
    raters.open_first(two)
    raters.rate_by_taste(two)
    raters.close(two)
    raters.confirm(two)
    final = raters.open_second(two)
    two.cast(two.participants[0], final.id, {"abstain": True}, receipt=RECEIPT)
    raters.close(two, FINALISTS)
    with transaction() as session:
        actions.reveal_overall(session, two.organizer)
        show_whole(session, two.organizer)
    phone, rated = two.participant_visitor(two.participants[0]), two.contests(RATING)[3]
    for about in ({"recommendation": rated.options[0]}, {"theme": rated.theme_id}):
        assert send(phone, two, final, "I object.", **about).status_code == 200
    assert send(phone, two, rated, "Not with this.").status_code == 409
    assert {note.theme_id for note in stored()} == {rated.theme_id}
    for note in stored():
        decide(two.organizer_visitor(), two, note, shown=True)
    assert pages(two)[f"/w/{two.code}"].count("I object.") == 2


def test_without_a_second_stage_the_ballot_on_an_issue_lets_its_voter_write_on_what_it_rated(
    two: Room,
) -> None:
    raters.open_first(two)
    person, rated = two.participants[0], raters.asked_of(two, two.participants[0])[0]
    two.cast(person, rated.id, {"abstain": True}, receipt=RECEIPT)
    raters.close(two)
    phone, other = two.participant_visitor(person), raters.asked_of(two, person)[1]
    mine = {"recommendation": rated.options[0]}
    assert send(phone, two, rated, "Too early.", **mine).status_code == 409
    with transaction() as session:
        actions.reveal_overall(session, two.organizer)
        show_whole(session, two.organizer)
    assert send(phone, two, rated, "I object.", **mine).status_code == 200
    not_there = ({"theme": rated.theme_id}, {"recommendation": other.options[0]})
    assert [send(phone, two, rated, "No.", **about).status_code for about in not_there] == [404] * 2
    decide(two.organizer_visitor(), two, stored()[0], shown=True)
    assert f'data-contest="{rated.id}"' in pages(two)[f"/w/{two.code}"]
    assert "I object." in pages(two)[f"/w/{two.code}"]


# ---- What is shown ----


def test_a_note_is_on_no_page_until_it_is_admitted_and_then_on_all(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/{first.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "It costs too much.")
    console = organizer.get(f"/console/{drafted.code}/final_vote").get_data(as_text=True)
    assert "It costs too much." in console
    assert not any("It costs too much." in page for page in pages(drafted).values())
    decide(organizer, drafted, stored()[0], shown=True)
    phone, tablet, screen = pages(drafted).values()
    assert (phone.count("It costs too much."), tablet.count("It costs too much.")) == (1, 1)
    assert "1 dissent note" in screen
    assert "It costs too much." not in screen
    decide(organizer, drafted, stored()[0], shown=False)
    assert not any("It costs too much." in page for page in pages(drafted).values())


def test_other_words_are_read_again_before_they_are_shown(drafted: Room, first: Contest) -> None:
    reveal(drafted)
    phone, organizer = (
        drafted.participant_visitor(drafted.participants[0]),
        drafted.organizer_visitor(),
    )
    send(phone, drafted, first, "It costs too much.")
    decide(organizer, drafted, stored()[0], shown=True)
    send(phone, drafted, first, "It is mad.", revision=2)
    assert [(note.text, note.approved) for note in stored()] == [("It is mad.", None)]


def test_words_that_changed_while_the_organizer_read_are_not_shown_unread(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    organizer = drafted.organizer_visitor()
    assert send(phone, drafted, first, "Who pays?").status_code == 200
    (read,) = stored()
    assert send(phone, drafted, first, "Minister Smith lies.", revision=2).status_code == 200
    path = f"/console/{drafted.code}/final-vote/{first.id}/dissent"
    said = {"key": read.key, "revision": read.revision}
    assert organizer.post(path, said | {"shown": "true"}).status_code == 409
    assert stored()[0].approved is None
    assert organizer.post(path, said | {"shown": "false"}).status_code == 200


@pytest.mark.parametrize("words", ["   ", " a "])
def test_nothing_is_taken_out_for_less_than_two_letters(
    drafted: Room, first: Contest, words: str
) -> None:
    reveal(drafted)
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "It costs a lot.")
    path = f"/console/{drafted.code}/final-vote/{first.id}/dissent/shorten"
    answer = drafted.organizer_visitor().post(path, {"key": stored()[0].key, "words": words})
    assert answer.status_code == 400
    assert stored()[0].text == "It costs a lot."


def test_a_name_can_be_taken_out_and_nothing_else_changed(drafted: Room, first: Contest) -> None:
    reveal(drafted)
    organizer = drafted.organizer_visitor()
    send(
        drafted.participant_visitor(drafted.participants[0]),
        drafted,
        first,
        "Ask Jane Doe (jane doe!) (1 of 2).",
    )
    note = stored()[0]
    path = f"/console/{drafted.code}/final-vote/{first.id}/dissent/shorten"
    assert organizer.post(path, {"key": note.key, "words": "John"}).status_code == 400
    organizer.post(path, {"key": note.key, "words": "Jane Doe"})
    organizer.post(path, {"key": note.key, "words": "(1 of"})
    assert stored()[0].text == "Ask […] ([…]!) […] 2)."
    with reading() as session:
        entries = list(session.scalars(select(LogEntry).order_by(LogEntry.id)))
    assert [entry.action for entry in entries[-2:]] == ["dissent-shortened"] * 2
    assert "Doe" not in str([entry.detail for entry in entries])
    assert unbroken(entries)


def test_the_report_has_the_admitted_notes_with_their_counts_or_leaves_the_section_out(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone, organizer = (
        drafted.participant_visitor(drafted.participants[0]),
        drafted.organizer_visitor(),
    )
    send(phone, drafted, first, "It costs too much.")
    send(phone, drafted, first, "Rude.", recommendation=first.options[1])
    send(phone, drafted, first, "Too few were asked.", theme=first.theme_id)
    export = f"/console/{drafted.code}/export"
    assert "1 dissent note waits" not in organizer.get(f"/console/{drafted.code}/closed").text
    assert "Review 3 dissent notes." in organizer.get(f"/console/{drafted.code}/closed").text
    costs, rude, few = stored()
    decide(organizer, drafted, costs, shown=True)
    decide(organizer, drafted, rude, shown=False)
    decide(organizer, drafted, few, shown=True)
    report = organizer.get(f"{export}/annex-md").text
    section = report.split("## Dissent")[1].split("\n## ")[0]
    assert (
        "Participants wrote 3 dissent notes after seeing the results. "
        "The organizers approved 2 of them without" in section
    )
    assert "“It costs too much.”" in section
    assert "“Too few were asked.”" in section
    assert "Rude." not in report
    organizer.post(
        f"/console/{drafted.code}/report/form",
        {"left_out[]": "dissent", "top": "", "least_support": "0"},
    )
    assert "## Dissent" not in organizer.get(f"{export}/annex-md").text


def test_the_file_has_the_admitted_notes_and_is_the_same_after_a_round_trip(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "It costs too much.")
    send(
        drafted.participant_visitor(drafted.participants[0]),
        drafted,
        first,
        "Rude.",
        recommendation=first.options[1],
    )
    decide(drafted.organizer_visitor(), drafted, stored()[0], shown=True)
    with transaction() as session:
        exported = write(dump(session, session.get_one(Workshop, drafted.workshop_id)))
        again = load(session, read(exported, "a.json"))
        session.flush()
        assert write(dump(session, again)) == exported
    assert exported.count(b"It costs too much.") == 1
    assert b'"dissent_written": 2' in exported
    assert b"Rude." not in exported
    assert drafted.contests(FINAL)[0].result["voted"] == 1
