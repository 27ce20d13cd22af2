"""The organizers' actions on the survey: opening, closing, and editing the questions."""

from typing import Any

import pytest

from polling.core.db import reading
from polling.workshop.models import Workshop
from tests.room import Room
from tests.survey.actions.test_answering import GOOD, send
from tests.visitor import Visitor


@pytest.fixture
def console(room: Room) -> Visitor:
    room.go("lobby")
    return room.organizer_visitor()


def post(room: Room, console: Visitor, path: str, **fields: Any) -> Any:
    return console.post(f"/console/{room.code}/survey/{path}", fields)


def page(room: Room, console: Visitor, part: str = "answers") -> str:
    return console.get(f"/console/{room.code}/survey?part={part}").text


def questions_page(room: Room, console: Visitor) -> str:
    return console.get(f"/console/{room.code}/setup?section=survey").text


def questions(room: Room) -> list[dict[str, Any]]:
    with reading() as session:
        return session.get_one(Workshop, room.workshop_id).survey


def keys(room: Room) -> list[str]:
    return [question["key"] for question in questions(room)]


def seen(room: Room, console: Visitor, key: str) -> str:
    form = questions_page(room, console).split(f'id="question-{key}-edit"')[1]
    return form.split('name="seen" value="')[1].split('"')[0]


def answer_as(room: Room, count: int) -> None:
    for number in range(count):
        phone = room.participant_visitor()
        assert send(room, phone, GOOD, receipt=f"{number:032x}").status_code == 200


def test_the_survey_opens_and_closes_at_any_stage(room: Room, console: Visitor) -> None:
    phone = room.participant_visitor()
    post(room, console, "open")
    assert send(room, phone, GOOD).status_code == 200
    post(room, console, "close")
    late = send(room, phone, GOOD | {"learned": "1"}, revision=2)
    assert late.json["error"]["code"] == "survey-closed"


def test_the_stage_opens_it_automatically(room: Room) -> None:
    room.go("survey")
    with reading() as session:
        assert session.get_one(Workshop, room.workshop_id).survey_open


def test_it_is_the_next_thing_to_do_at_the_end_until_it_is_answered(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    room.go("survey", "closed")
    page = phone.get(f"/w/{room.code}").text
    assert "Answer the survey" in page
    assert "11 questions, about 4 minutes." in page
    assert send(room, phone, GOOD).status_code == 200
    assert "Answer the survey" not in phone.get(f"/w/{room.code}").text


def test_a_question_is_added_after_the_others(room: Room, console: Visitor) -> None:
    before = keys(room)
    post(
        room, console, "questions", type="single", text="Which lunch?", options="Rice\n\nNoodles\n"
    )
    new = questions(room)[-1]
    assert keys(room) == [*before, "question_1"]
    assert (new["text"], new["options"]) == ("Which lunch?", ["Rice", "Noodles"])


def test_a_choice_needs_something_to_choose_from(room: Room, console: Visitor) -> None:
    answer = post(room, console, "questions", type="single", text="Which lunch?")
    assert answer.json["error"]["message"] == "Add possible answers to this question."


def test_a_question_is_changed(room: Room, console: Visitor) -> None:
    mark = seen(room, console, "learned")
    post(room, console, "questions/learned", seen=mark, text="Was it new?", scale="7")
    first = questions(room)[0]
    assert (first["text"], first["scale"], first["min_label"]) == ("Was it new?", 7, "Nothing new")


def test_the_second_of_two_organizers_gets_an_edit_conflict(room: Room, console: Visitor) -> None:
    mark = seen(room, console, "learned")
    post(room, console, "questions/learned", seen=mark, text="Was it new?")
    answer = post(room, console, "questions/learned", seen=mark, text="New to you?")
    assert answer.json["error"]["code"] == "changed-meanwhile"
    assert questions(room)[0]["text"] == "Was it new?"


def test_questions_are_put_in_order(room: Room, console: Visitor) -> None:
    first, second, *rest = keys(room)
    post(room, console, f"questions/{first}/move", direction="down")
    assert keys(room) == [second, first, *rest]


def test_a_question_is_removed(room: Room, console: Visitor) -> None:
    _, *rest = keys(room)
    post(room, console, "questions/learned/delete")
    assert keys(room) == rest


@pytest.mark.parametrize(
    "path, fields",
    [
        pytest.param("questions/learned", {"seen": "", "text": "Else?"}, id="changed"),
        pytest.param("questions/learned/move", {"direction": "down"}, id="moved"),
        pytest.param("questions/learned/delete", {}, id="removed"),
    ],
)
def test_once_somebody_has_answered_no_question_is(
    room: Room, console: Visitor, path: str, fields: dict[str, str]
) -> None:
    post(room, console, "open")
    answer_as(room, 1)
    before = questions(room)
    assert post(room, console, path, **fields).status_code == 409
    assert questions(room) == before


def test_a_question_is_added_also_while_people_answer(room: Room, console: Visitor) -> None:
    post(room, console, "open")
    answer_as(room, 1)
    post(room, console, "questions", type="text", text="Anything else?")
    assert keys(room)[-1] == "question_1"


def test_before_closing_the_console_says_how_many_have_not_answered(
    room: Room, console: Visitor
) -> None:
    post(room, console, "open")
    answer_as(room, 1)
    assert "not answered yet" not in page(room, console)
    room.join(1)
    assert "1 person has not answered yet" in page(room, console)
    room.join(2)
    assert "3 people have not answered yet" in page(room, console)


def test_answers_of_few_people_are_not_shown_to_the_organizers(
    room: Room, console: Visitor
) -> None:
    post(room, console, "open")
    answer_as(room, 4)
    post(room, console, "close")
    assert "The mix of people." not in page(room, console)
    assert "Too few answers to show (4; at least 5 are needed)." in page(room, console)


def test_answers_of_enough_people_are_shown_with_their_denominator(
    room: Room, console: Visitor
) -> None:
    post(room, console, "open")
    answer_as(room, 5)
    post(room, console, "close")
    assert "The mix of people." in page(room, console)
    assert "5 of 5 answered." in page(room, console)


def test_facilitators_and_the_screen_see_how_many_have_answered(
    room: Room, console: Visitor
) -> None:
    room.go("survey")
    answer_as(room, 2)
    screen = room.screen_visitor().get(f"/w/{room.code}/screen").text
    tablet = room.facilitator_visitor().get(f"/w/{room.code}/facilitator").text
    assert "of 2 answered" in screen
    assert "2 of 2 answered" in tablet


def test_phones_show_the_way_to_an_open_survey(room: Room, console: Visitor) -> None:
    phone = room.participant_visitor()
    assert f"/w/{room.code}/survey" not in phone.get(f"/w/{room.code}").text
    post(room, console, "open")
    assert f"/w/{room.code}/survey" in phone.get(f"/w/{room.code}").text
