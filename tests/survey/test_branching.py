"""Questions that depend on an earlier answer: on the phone, in the counts, in setup."""

from typing import Any

import pytest

from polling.core.db import transaction
from polling.survey.queries import digest
from polling.survey.question_types.base import QuestionView, tally
from polling.survey.questions import OnlyIf, Question
from polling.workshop.models import Workshop
from tests.room import Room
from tests.survey.actions.test_answering import send, stored
from tests.survey.actions.test_editing import keys, post, questions, questions_page, seen
from tests.visitor import Visitor


@pytest.fixture
def console(room: Room) -> Visitor:
    room.go("lobby")
    visitor = room.organizer_visitor()
    post(room, visitor, "questions", type="text", text="Why not?", only_if="recommend=no")
    return visitor


def opened(room: Room) -> Visitor:
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).survey_open = True
    return room.participant_visitor()


def test_an_answer_is_kept_if_its_question_was_asked(room: Room, console: Visitor) -> None:
    answers = {"recommend": "no", "question_1": "Too long."}
    send(room, opened(room), answers)
    assert stored() == [answers]


@pytest.mark.parametrize("given", [{"recommend": "yes"}, {"learned": "3"}])
def test_it_is_dropped_if_it_was_not(room: Room, console: Visitor, given: dict[str, str]) -> None:
    send(room, opened(room), given | {"question_1": "Too long."})
    assert stored() == [given]


def test_the_phone_hides_it_until_the_answer_is_given(room: Room, console: Visitor) -> None:
    form = opened(room).get(f"/w/{room.code}/survey").text
    assert 'data-only-if="recommend" data-answer="no" hidden' in form


def test_its_answers_are_of_those_who_were_asked() -> None:
    question = Question(
        key="why", type="text", text="Why?", only_if=OnlyIf(question="like", answer="b")
    )
    responses: list[dict[str, Any]] = [
        {"like": ["a", "b"], "why": "So."},
        {"like": ["b"]},
        {"like": ["a"], "why": "Never asked."},
    ]
    counted = tally(QuestionView(question, []), responses)
    assert (counted.asked_of, counted.answered, counted.texts) == (2, 1, ["So."])


def test_the_screen_and_the_tags_count_those_who_were_asked(room: Room, console: Visitor) -> None:
    opened(room)
    room.go("survey")
    for number in range(8):
        recommend = {"recommend": "no" if number < 6 else "yes"}
        why = {"question_1": "Too long."} if number < 5 else {}
        send(room, room.participant_visitor(), recommend | why, receipt=f"{number:032x}")
    post(room, console, "close")
    tags = console.get(f"/console/{room.code}/survey?part=tags").text
    assert "5 of 6 answered. Answers without a tag" in tags
    answers = {"tag": "Time", "answers[]": [digest("Too long.")]}
    post(room, console, "questions/question_1/tags", **answers)
    post(room, console, "questions/question_1/show")
    screen = room.screen_visitor().get(f"/w/{room.code}/screen").text
    assert "5 of 6 answered" in screen


@pytest.mark.parametrize("only_if", ["gone=no", "recommend=maybe", "valuable=x", "question_1=x"])
def test_it_needs_an_earlier_question_with_that_answer(
    room: Room, console: Visitor, only_if: str
) -> None:
    before = questions(room)
    answer = post(room, console, "questions", type="text", text="Why?", only_if=only_if)
    assert (answer.status_code, questions(room)) == (409, before)


def test_what_others_depend_on_cannot_be_removed(room: Room, console: Visitor) -> None:
    answer = post(room, console, "questions/recommend/delete")
    assert answer.json["error"]["message"].startswith(
        "Nothing was changed, because the question “Why not?” depends on an earlier"
    )
    assert "recommend" in keys(room)


def test_it_can_be_asked_of_everybody_again(room: Room, console: Visitor) -> None:
    assert "conditional" in questions_page(room, console)
    mark = seen(room, console, "question_1")
    post(room, console, "questions/question_1", seen=mark, text="Why not?", only_if="")
    assert questions(room)[-1]["only_if"] is None
