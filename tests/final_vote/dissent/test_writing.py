"""Only the voters of a counted ballot can write a dissent note."""

from typing import Any

import pytest

from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import Contest
from polling.core.db import transaction
from polling.final_vote import actions
from polling.final_vote.dissent import actions as dissent
from tests.databases import on_both
from tests.final_vote import raters
from tests.final_vote.dissent.notes import OTHER, RECEIPT, decide, pages, reveal, send, stored
from tests.room import Room
from tests.screen.shown_results import show_whole


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


@pytest.mark.usefixtures("rated")
def test_after_two_stages_the_ballot_on_the_finalists_lets_its_voter_write_on_all(
    two: Room,
) -> None:
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


@pytest.mark.usefixtures("rating")
def test_without_a_second_stage_the_ballot_on_an_issue_lets_its_voter_write_on_what_it_rated(
    two: Room,
) -> None:
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
