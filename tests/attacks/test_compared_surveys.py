"""Comparing the survey before and after one person's answers does not disclose them.

Organizers see on the console when somebody has answered, and may see who is typing. They can close
the survey, look, and open it again.
"""

from typing import Any

import pytest

from polling.core.db import reading, transaction
from polling.report.queries import report
from polling.survey import queries
from polling.survey.actions import editing
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.write import write
from tests.databases import on_both
from tests.room import Room
from tests.visitor import Visitor

SECRET = "The chairman never listens."
USUAL = {"learned": "4", "recommend": "yes", "valuable": "The mix of people."}


@pytest.fixture
def room(room: Room) -> Room:
    room.go("survey")
    return room


def answer(room: Room, *, count: int = 1, answers: dict[str, Any] = USUAL) -> list[Visitor]:
    """New people answer; returns their phones."""
    phones = [room.participant_visitor() for _ in range(count)]
    for phone in phones:
        send(room, phone, answers)
    return phones


def send(room: Room, phone: Visitor, answers: dict[str, Any], revision: int = 1) -> None:
    given = {"receipt": "a" * 32, "revision": revision, "answers": answers}
    assert phone.post(f"/w/{room.code}/survey", json=given).status_code == 200


def set_open(room: Room, *, is_open: bool) -> None:
    with transaction() as session:
        editing.set_open(session, room.organizer, is_open=is_open)


def close_and_open(room: Room) -> None:
    set_open(room, is_open=False)
    set_open(room, is_open=True)


def shown(room: Room) -> str:
    """Everything that leaves the server about the answers: console, report and file."""
    console = room.organizer_visitor()
    pages = [console.get(f"/console/{room.code}/survey?part={part}").text for part in ("", "tags")]
    with room.app.test_request_context(), reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        told = report(session, workshop).survey.tallies
        file = write(dump(session, workshop)).decode()
    return " ".join([*pages, repr(told), file])


def counted(room: Room) -> list[Any]:
    with room.app.test_request_context(), reading() as session:
        return queries.tallies(session, session.get_one(Workshop, room.workshop_id))


def test_nothing_is_shown_while_the_survey_is_open(room: Room) -> None:
    answer(room, count=8)
    before = counted(room)
    answer(room, answers=USUAL | {"valuable": SECRET})
    assert SECRET not in shown(room)
    assert counted(room) == before


@on_both
def test_all_answers_are_shown_when_the_survey_closes(room: Room) -> None:
    answer(room, count=4)
    answer(room, answers=USUAL | {"valuable": SECRET})
    set_open(room, is_open=False)
    assert SECRET in shown(room)
    assert counted(room)[0].answered == 5


@on_both
def test_one_persons_answers_after_a_reopening_are_not_shown(room: Room) -> None:
    answer(room, count=8)
    close_and_open(room)
    before = counted(room)
    answer(room, answers=USUAL | {"valuable": SECRET})
    set_open(room, is_open=False)
    assert counted(room) == before
    assert SECRET not in shown(room)


def test_what_one_person_changes_after_a_reopening_is_not_shown(room: Room) -> None:
    phone, *_others = answer(room, count=8)
    close_and_open(room)
    before = counted(room)
    send(room, phone, USUAL | {"valuable": SECRET}, revision=2)
    set_open(room, is_open=False)
    assert counted(room) == before
    assert SECRET not in shown(room)


def test_going_to_the_report_shows_no_single_answers_either(room: Room) -> None:
    answer(room, count=8)
    room.go("closed", "survey")
    answer(room, answers=USUAL | {"valuable": SECRET})
    room.go("closed")
    assert SECRET not in shown(room)


def test_enough_new_answers_after_a_reopening_are_shown_together(room: Room) -> None:
    answer(room, count=8)
    close_and_open(room)
    answer(room, count=4)
    answer(room, answers=USUAL | {"valuable": SECRET})
    set_open(room, is_open=False)
    assert SECRET in shown(room)
    assert counted(room)[0].answered == 13


def test_the_console_says_how_many_answers_are_hidden(room: Room) -> None:
    answer(room, count=8)
    close_and_open(room)
    assert "New answers appear when you close the survey." in shown(room)
    answer(room, count=2)
    set_open(room, is_open=False)
    assert "New answers from 2 people are hidden" in shown(room)
