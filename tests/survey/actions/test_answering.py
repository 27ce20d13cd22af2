"""Answering the survey: once per phone, changeable until the close, and anonymous."""

from typing import Any

import gevent
import pytest
from sqlalchemy import func, select

from polling.contests.casting.actions import UnknownReceipt
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.core.shared_transactions import write_together
from polling.survey.actions import answering, editing
from polling.survey.forms import Answers
from polling.survey.models import SurveyResponse, SurveyTurnout
from tests.databases import commits, on_both
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.visitor import Visitor

MINE, ANOTHER = "a" * 32, "b" * 32
GOOD = {"learned": "4", "recommend": "yes", "valuable": "The mix of people."}


@pytest.fixture
def phone(room: Room) -> Visitor:
    room.go("lobby")
    visitor = room.participant_visitor()
    set_open(room, is_open=True)
    return visitor


def set_open(room: Room, *, is_open: bool) -> None:
    with transaction() as session:
        editing.set_open(session, room.organizer, is_open=is_open)


def send(room: Room, phone: Visitor, answers: Any, **more: Any) -> Any:
    sent = {"receipt": MINE, "answers": answers} | more
    return phone.post(f"/w/{room.code}/survey", json=sent)


def stored() -> list[dict[str, Any]]:
    with reading() as session:
        return list(session.scalars(select(SurveyResponse.answers)))


def test_answers_are_counted_at_a_time(room: Room, phone: Visitor) -> None:
    answer = send(room, phone, GOOD)
    assert (answer.status_code, sorted(answer.json)) == (200, ["counted_at", "ok"])
    assert stored() == [GOOD]


@on_both
def test_the_same_phone_replaces_its_answers(room: Room, phone: Visitor) -> None:
    send(room, phone, GOOD)
    send(room, phone, GOOD | {"learned": "1"}, revision=2)
    assert stored() == [GOOD | {"learned": "1"}]


def test_answers_that_were_overtaken_on_the_way_change_nothing(room: Room, phone: Visitor) -> None:
    send(room, phone, GOOD, revision=2)
    late = send(room, phone, {"learned": "1"}, revision=1)
    assert (late.json["ok"], stored()) == (True, [GOOD])


@on_both
def test_other_answers_of_the_same_revision_are_refused_and_a_retry_is_counted(
    room: Room, phone: Visitor
) -> None:
    send(room, phone, GOOD)
    other = send(room, phone, GOOD | {"learned": "1"})
    assert (other.status_code, other.json["error"]["code"]) == (409, "stale-ballot")
    assert send(room, phone, GOOD).json["ok"]
    assert stored() == [GOOD]


def test_a_retry_is_counted_although_the_survey_has_closed(room: Room, phone: Visitor) -> None:
    send(room, phone, GOOD)
    set_open(room, is_open=False)
    assert send(room, phone, GOOD).json["ok"]
    changed = send(room, phone, GOOD | {"learned": "1"}, revision=2)
    assert (changed.json["error"]["code"], stored()) == ("survey-closed", [GOOD])
    assert "your earlier answers still count" in changed.json["error"]["message"]


@on_both
def test_a_late_copy_does_not_undo_a_change_after_a_reopening(room: Room, phone: Visitor) -> None:
    send(room, phone, {"learned": "1"})
    send(room, phone, GOOD, revision=2)
    for is_open in (False, True):
        set_open(room, is_open=is_open)
    late = send(room, phone, {"learned": "1"}).json["error"]
    assert (late["code"], stored()) == ("stale-ballot", [GOOD])
    assert send(room, phone, {"learned": "2"}, revision=late["revision"] + 1).json["ok"]
    assert stored() == [{"learned": "2"}]


@on_both
def test_another_receipt_of_somebody_who_has_answered_is_refused(
    room: Room, phone: Visitor
) -> None:
    send(room, phone, GOOD)
    answer = send(room, phone, GOOD, receipt=ANOTHER)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "unknown-receipt")
    assert stored() == [GOOD]


@on_both
@pytest.mark.usefixtures("phone")
def test_a_refused_receipt_leaves_the_answers_of_others_in_one_commit(room: Room) -> None:
    def counted(person: int, receipt: str) -> bool:
        actor, given = room.actor(person), Answers(receipt=receipt, answers=GOOD)
        try:
            with room.app.test_request_context():
                write_together(room.workshop_id, lambda s: answering.answer(s, "key", actor, given))
        except UnknownReceipt:
            return False
        return True

    first, *others = room.join(3)
    assert counted(first, MINE)
    with commits() as made:
        sent = [
            gevent.spawn(counted, *one)
            for one in ((others[0], "c" * 32), (first, ANOTHER), (others[1], "d" * 32))
        ]
        assert [one.get(timeout=PATIENCE_SECONDS) for one in sent] == [True, False, True]
    assert len(made) == 1


def test_nothing_is_counted_while_the_survey_is_not_open(room: Room, phone: Visitor) -> None:
    set_open(room, is_open=False)
    refused = send(room, phone, GOOD).json["error"]
    said = "The survey is closed. Your answers were not saved."
    assert (refused["code"], refused["message"]) == ("survey-closed", said)
    assert stored() == []


def test_after_the_close_the_page_says_whether_answers_were_counted(
    room: Room, phone: Visitor
) -> None:
    other = room.participant_visitor()
    send(room, phone, GOOD)
    set_open(room, is_open=False)
    pages = [one.get(f"/w/{room.code}/survey").text for one in (phone, other)]
    assert ">The survey is closed. Your answers were saved.<" in pages[0]
    assert ">No vote or survey is open now.<" in pages[1]


def test_the_receipt_is_not_kept(room: Room, phone: Visitor) -> None:
    send(room, phone, GOOD)
    with reading() as session:
        key = session.scalar(select(SurveyResponse.key))
        turnout = session.scalar(select(func.count()).select_from(SurveyTurnout))
    assert (key != MINE, turnout) == (True, 1)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"learned": "6"}, id="off the scale"),
        pytest.param({"learned": ["4"]}, id="a list for a scale"),
        pytest.param({"recommend": "maybe"}, id="neither yes nor no"),
        pytest.param({"best_sessions": ["no such session"]}, id="not on the agenda"),
        pytest.param({"best_sessions": "1"}, id="one value for a multiple choice"),
        pytest.param({"valuable": "x" * 2001}, id="a text that is too long"),
        pytest.param({"valuable": {"a": 1}}, id="an object for a text"),
        pytest.param({"learned": "", "valuable": "  "}, id="nothing"),
        pytest.param({"removed": "yes"}, id="only a question that is no longer asked"),
    ],
)
def test_what_fits_no_question_is_refused(room: Room, phone: Visitor, answers: Any) -> None:
    answer = send(room, phone, answers)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad-input")
    assert stored() == []


def test_an_answer_to_a_removed_question_is_left_out(room: Room, phone: Visitor) -> None:
    send(room, phone, GOOD | {"removed": "yes"})
    assert stored() == [GOOD]


def test_invisible_characters_of_a_text_are_dropped(room: Room, phone: Visitor) -> None:
    send(room, phone, {"valuable": "\u202eThe mix\x07 of people.\r\n"})
    assert stored() == [{"valuable": "The mix of people."}]


def test_the_form_is_on_the_phone_at_any_stage(room: Room, phone: Visitor) -> None:
    assert 'name="learned"' in phone.get(f"/w/{room.code}/survey").text


def test_the_rows_loaded_for_all_are_those_of_the_person_and_their_answers(
    room: Room, phone: Visitor
) -> None:
    send(room, phone, GOOD)
    with reading() as session:
        (person,) = session.scalars(select(SurveyTurnout.participant_id))
        actor = Actor(Role.PARTICIPANT, room.workshop_id, participant_id=person)
        given = Answers(receipt=MINE, answers=GOOD)
        rows = answering.rows_of_answers(room.app.config["SECRET_KEY"], actor, given)
        _workshop, _participant, own = [session.get_one(model, key) for model, key in rows]
        assert isinstance(own, SurveyResponse)
        assert own.answers == GOOD
