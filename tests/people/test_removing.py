"""Removing a participant: they lose access, and their counted ballots remain consistent."""

import pytest
from playwright.sync_api import Browser, expect

from polling.contests import electorate
from polling.contests.actions import close_contest
from polling.contests.casting.published_list import head
from polling.contests.counting.verify import verify
from polling.contests.models import Contest, Turnout
from polling.core.db import reading, transaction
from polling.people import queries
from polling.people.actions import participants
from polling.people.models import Participant
from polling.ranking import actions as ranking
from polling.report.document import annex, publication
from polling.report.published_results.queries import results
from polling.survey.actions.answering import answer, open_survey
from polling.survey.forms import Answers
from polling.survey.queries import answered, may_answer
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.dump import dump
from tests.browser_page import opened
from tests.databases import on_both
from tests.report.conftest import report_of
from tests.report.document_pieces import pieces
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.server import Server
from tests.visitor import Visitor


def remove(room: Room, person_id: int) -> None:
    with transaction() as session:
        participants.remove(session, room.organizer, session.get_one(Participant, person_id))


def let_in(room: Room, person_id: int) -> None:
    with transaction() as session:
        participants.let_in_again(session, room.organizer, session.get_one(Participant, person_id))


def the_last(room: Room) -> int:
    with reading() as session:
        return queries.participants(session, room.workshop_id)[-1].id


def by_button(room: Room, person_id: int, verb: str) -> str:
    address = f"/console/{room.code}/people/{person_id}/{verb}"
    message: str = room.organizer_visitor().post(address).get_json()["message"]
    return message


def test_the_phone_of_who_was_removed_says_so_and_cannot_join_again(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    assert by_button(room, the_last(room), "remove") == "Participant 1 was removed."
    page = phone.get(f"/w/{room.code}")
    assert page.request.path == f"/j/{room.code}"
    assert "An organizer removed you from this workshop." in page.text
    assert f'action="/j/{room.code}"' not in page.text
    refused = phone.post(f"/j/{room.code}", {})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "not-allowed")
    stopped = phone.post(f"/w/{room.code}/details", {})
    assert (stopped.status_code, stopped.get_json()["error"]["code"]) == (401, "not-signed-in")
    with reading() as session:
        assert queries.present(session, room.workshop_id) == 0


def test_the_same_phone_is_in_again_as_the_same_participant(room: Room) -> None:
    room.go("lobby")
    phone, removed = room.participant_visitor(), the_last(room)
    remove(room, removed)
    assert by_button(room, removed, "let-in") == "Participant 1 was restored."
    page = phone.get(f"/w/{room.code}")
    assert page.request.path == f"/w/{room.code}"
    assert 'You are participant <span data-own="number">1</span>.' in page.text
    with reading() as session:
        entries = session.query(LogEntry).filter_by(workshop_id=room.workshop_id).all()
        kept = [(one.action, one.detail) for one in entries][-2:]
    assert kept == [
        ("participant-removed", {"number": 1}),
        ("participant-let-in", {"number": 1}),
    ]


def test_nobody_of_another_workshop_can_be_removed(room: Room) -> None:
    other = Room.of(room.app, organizer="another@test.example")
    other.go("lobby")
    [person] = other.join(1)
    answer = room.organizer_visitor().post(f"/console/{room.code}/people/{person}/remove")
    assert answer.status_code == 404
    assert (
        Visitor(room.app).post(f"/console/{other.code}/people/{person}/remove").status_code == 401
    )


@on_both
def test_a_counted_ballot_stays_and_turnout_still_matches_it(room: Room) -> None:
    room.go("lobby")
    people = room.join(5)
    room.go("ranking")
    contest, *_ = room.open_ranking()
    for person in people[:4]:
        room.cast(person, contest.id, {"ranking": contest.options[:3]})
    remove(room, people[0])
    remove(room, people[4])
    page = room.organizer_visitor().get(f"/console/{room.code}/ranking").text
    assert f'<span data-voted="{contest.id}">4</span> of 4' in page
    room.close_and_reveal()
    with reading() as session:
        counted = session.get_one(Contest, contest.id)
        marks = session.query(Turnout).filter_by(contest_id=contest.id).count()
        assert marks == counted.result["voted"] == counted.result["present"] == 4
        assert sum(row["voted"] for row in counted.result["sectors"]) == 4
        assert all(check.passed for check in verify(session, counted))
        assert electorate.roll(session, counted).size == 4


def with_three_removed(room: Room) -> str:
    """The id of a vote of two people, from which three were removed until it was over."""
    room.go("lobby")
    people = room.join(6)
    room.go("ranking")
    remove(room, people[5])  # before the opening
    contest, *_ = room.open_ranking()
    let_in(room, people[5])
    for person in people[:2]:
        room.cast(person, contest.id, {"ranking": contest.options[:3]})
    for person in people[2:]:
        remove(room, person)
    let_in(room, people[2])
    with transaction() as session:
        for one in room.contests():
            close_contest(session, room.organizer, session.get_one(Contest, one.id))
    for person in people[3:]:
        let_in(room, person)
    with transaction() as session:
        for one in room.contests():
            ranking.reveal(session, room.organizer, session.get_one(Contest, one.id))
        show_whole(session, room.organizer)
    return contest.id


def test_the_report_says_how_many_were_removed_before_the_close(room: Room) -> None:
    contest_id = with_three_removed(room)
    said = (
        "Between the opening and the close of this vote, the organizers removed 3 people from the "
        "workshop."
    )
    made = report_of(room)
    for document in publication(made), annex(made):
        assert said in " ".join(pieces(document.everything))
    with reading() as session:
        counted = session.get_one(Contest, contest_id)
        assert all(check.passed for check in verify(session, counted))
        told = results(session, session.get_one(Workshop, room.workshop_id))
    (vote,) = (one for one in told["contests"] if one["id"] == contest_id)
    assert vote["removed"] == 3
    assert head(vote) != head(vote | {"removed": 0})  # the published hash covers it


def test_who_has_not_voted_and_is_removed_can_vote_no_more(room: Room) -> None:
    room.go("lobby")
    [person] = room.join(1)
    room.go("ranking")
    contest, *_ = room.open_ranking()
    actor_before = room.actor(person)
    remove(room, person)
    with pytest.raises(Exception, match="join the workshop again"):
        room.cast(actor_before.participant_id or 0, contest.id, {"ranking": contest.options[:3]})
    let_in(room, person)
    assert room.cast(person, contest.id, {"ranking": contest.options[:3]})["ok"]


def test_answers_to_the_survey_never_outnumber_those_who_were_asked(room: Room) -> None:
    room.go("lobby")
    people = room.join(3)
    for number, person in enumerate(people):
        with transaction() as session:
            open_survey(session, session.get_one(Workshop, room.workshop_id))
            given = Answers(receipt=f"{number:032x}", revision=1, answers={"learned": "4"})
            answer(session, "secret", room.actor(person), given)
    remove(room, people[0])
    with reading() as session:
        assert answered(session, room.workshop_id) == may_answer(session, room.workshop_id) == 3
        took_part = dump(session, session.get_one(Workshop, room.workshop_id)).results.participation
    assert (took_part.present, took_part.surveyed, took_part.surveyable) == (2, 3, 3)


def test_the_phone_is_put_out_when_the_organizer_has_confirmed(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    guest = room.participant_visitor()
    with Server() as server:
        phone = opened(browser, server, guest, f"/w/{room.code}")
        console = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/lobby")
        console.get_by_text("1 participant", exact=True).click()
        console.get_by_role("button", name="Remove #1").click()
        asked = console.get_by_role("dialog")
        expect(asked).to_contain_text("Counted ballots and what the person wrote will be kept")
        asked.get_by_role("button", name="Remove #1").click()
        expect(phone.get_by_text("An organizer removed you")).to_be_visible()
        console.get_by_role("button", name="Restore #1").click()
        expect(console.get_by_role("button", name="Restore #1")).to_have_count(0)
        phone.reload()
        expect(phone).to_have_url(f"{server.address}/w/{room.code}")
