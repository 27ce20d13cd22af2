"""Comparing the survey before and after one person's answers does not disclose them.

Organizers see on the console when somebody has answered, and may see who is typing. They can close
the survey, look, and open it again.
"""

from typing import Any

import pytest

from polling.contests.casting.idempotency import ROUND
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.core.errors import Conflict
from polling.people.actions import participants
from polling.people.models import Participant
from polling.report.queries import report
from polling.setup.actions import sessions
from polling.setup.actions.settings import edit_rules
from polling.setup.forms import Rules
from polling.survey import queries
from polling.survey.actions import editing
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.write import write
from tests.databases import on_both
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.visitor import Visitor

SECRET = "The chairman never listens."
USUAL = {"learned": "4", "recommend": "yes", "valuable": "The mix of people."}


@pytest.fixture
def room(room: Room, prepared: Prepared) -> Room:
    prepared.get(go_to_survey, room)
    return room


def go_to_survey(room: Room) -> None:
    room.go("survey")


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
    send(room, phone, USUAL | {"valuable": SECRET}, revision=ROUND + 1)
    set_open(room, is_open=False)
    assert counted(room) == before
    assert SECRET not in shown(room)


def change(room: Room, phones: list[Visitor], **answers: Any) -> None:
    """People who have answered change their answers."""
    for phone in phones:
        send(room, phone, USUAL | {"learned": "2"} | answers, revision=ROUND + 1)


@on_both
def test_people_who_change_their_answers_do_not_uncover_a_new_person(room: Room) -> None:
    phones = answer(room, count=8)
    close_and_open(room)
    before = counted(room)
    answer(room, answers=USUAL | {"valuable": SECRET})
    change(room, phones[:7])
    set_open(room, is_open=False)
    assert [one.answered for one in counted(room)] == [one.answered for one in before]
    assert SECRET not in shown(room)


def test_few_changed_answers_are_not_shown_with_those_of_new_people(room: Room) -> None:
    phones = answer(room, count=8)
    close_and_open(room)
    change(room, phones[:4], valuable=SECRET)
    answer(room, count=5, answers=USUAL | {"valuable": "The views."})
    set_open(room, is_open=False)
    assert "The views." in shown(room)
    assert SECRET not in shown(room)
    assert counted(room)[0].answered == 13
    assert counted(room)[0].counts == {"4": 13}


@pytest.mark.parametrize("new", [0, 1, 5])
def test_enough_changed_answers_are_shown_also_without_new_people(room: Room, new: int) -> None:
    phones = answer(room, count=8)
    close_and_open(room)
    change(room, phones[:5])
    answer(room, count=new)
    set_open(room, is_open=False)
    shown_new = new if new >= 5 else 0
    assert counted(room)[0].counts == {"2": 5, "4": 3 + shown_new}
    assert ("are hidden, so that" in shown(room)) is (shown_new < new)


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


def test_people_who_skip_a_question_hide_nobody_who_answers_it(room: Room) -> None:
    answer(room, count=8)
    close_and_open(room)
    before = counted(room)[0]
    answer(room, count=4, answers={"met_local": "yes"})
    answer(room, answers=USUAL | {"valuable": SECRET})
    set_open(room, is_open=False)
    assert counted(room)[0] == before
    assert SECRET not in shown(room)
    set_open(room, is_open=True)
    answer(room, count=5)
    set_open(room, is_open=False)
    assert SECRET in shown(room)


def test_the_console_says_how_many_answers_are_hidden(room: Room) -> None:
    answer(room, count=8)
    close_and_open(room)
    assert "New answers appear when you close the survey." in shown(room)
    answer(room, count=2)
    set_open(room, is_open=False)
    assert "New or changed answers from 2 people are hidden" in shown(room)


def change_smallest(room: Room, people: int) -> None:
    """As an earlier version let organizers do after people had answered."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = workshop.settings | {"smallest_cell": people}


@on_both
def test_changing_the_smallest_count_releases_no_single_answers(room: Room) -> None:
    answer(room, count=8)
    set_open(room, is_open=False)
    before = counted(room)
    change_smallest(room, 50)
    set_open(room, is_open=True)
    answer(room, answers=USUAL | {"valuable": SECRET})
    set_open(room, is_open=False)
    room.go("closed")
    change_smallest(room, 5)
    assert counted(room) == before
    assert SECRET not in shown(room)


def test_answers_of_too_few_people_wait_until_there_are_enough(room: Room) -> None:
    change_smallest(room, 7)
    answer(room, count=6, answers=USUAL | {"valuable": SECRET})
    close_and_open(room)
    assert SECRET not in shown(room)
    answer(room)
    set_open(room, is_open=False)
    assert counted(room)[0].answered == 7


def set_smallest(room: Room, people: int) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        seen = mark({"smallest_cell": workshop.settings["smallest_cell"]})
        edit_rules(session, room.organizer, Rules(seen=seen, smallest_cell=people))


def rules_page(room: Room) -> str:
    page = f"/console/{room.code}/setup?section=rules"
    return room.organizer_visitor().get(page).text


def test_the_smallest_count_is_locked_once_somebody_has_answered(room: Room) -> None:
    set_smallest(room, 9)
    assert "so the smallest count is locked" not in rules_page(room)
    answer(room)
    with pytest.raises(Conflict, match="so the smallest count is locked"):
        set_smallest(room, 5)
    assert "so the smallest count is locked" in rules_page(room)


def test_removing_people_between_two_closes_releases_nothing(room: Room) -> None:
    answer(room, count=8)
    set_open(room, is_open=False)
    before = counted(room)
    with reading() as session:
        people = [one.id for one in session.query(Participant)]
    change_all(room, people, participants.remove)
    set_open(room, is_open=True)
    answer(room, answers=USUAL | {"valuable": SECRET})
    set_open(room, is_open=False)
    change_all(room, people, participants.let_in_again)
    close_and_open(room)
    assert counted(room) == before
    assert SECRET not in shown(room)


def change_all(room: Room, people: list[int], act: Any) -> None:
    with transaction() as session:
        for person in people:
            act(session, room.organizer, session.get_one(Participant, person))


def ask_for_ratings(room: Room) -> list[int]:
    """Add a question that asks to rate the sessions; returns their ids."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        question = {"key": "rated", "text": "Rate", "type": "matrix", "options_from": "sessions"}
        workshop.survey = [*workshop.survey, question]
        return [one.id for one in workshop.sessions]


def rate_sessions(room: Room) -> list[int]:
    """Six people rate the first session, and one the second; returns the sessions' ids."""
    ids = ask_for_ratings(room)
    answer(room, count=6, answers={"rated": {str(ids[0]): "5"}})
    answer(room, answers={"rated": {str(ids[1]): "1"}})
    set_open(room, is_open=False)
    return ids


def grid(room: Room) -> dict[str, dict[str, int]]:
    return next(one.grid for one in counted(room) if one.asked.key == "rated")


def test_new_people_who_rate_other_sessions_hide_nobody(room: Room) -> None:
    ids = rate_sessions(room)
    before = grid(room)
    set_open(room, is_open=True)
    answer(room, answers={"rated": {str(ids[0]): "1"}})
    answer(room, count=4, answers={"rated": {str(ids[1]): "1"}})
    set_open(room, is_open=False)
    assert grid(room) == before


@pytest.mark.parametrize("who_changed_it", [1, 5])
def test_people_who_rate_another_session_anew_do_not_uncover_one_who_changed_this(
    room: Room, who_changed_it: int
) -> None:
    this, another, *_ = map(str, ask_for_ratings(room))
    phones = answer(room, count=6, answers={"rated": {this: "5", another: "5"}})
    close_and_open(room)
    before = grid(room)
    for at, phone in enumerate(phones[:5]):
        rated = {this: "1" if at < who_changed_it else "5", another: "4"}
        send(room, phone, {"rated": rated}, revision=ROUND + 1)
    set_open(room, is_open=False)
    assert (grid(room) == before) is (who_changed_it == 1)


def test_sessions_with_one_name_are_not_added_up(room: Room) -> None:
    ids = rate_sessions(room)
    before = grid(room)
    assert [sum(marks.values()) for marks in before.values()] == [6]
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        first, second = (one for one in workshop.sessions if one.id in ids[:2])
        second.code, second.title = first.code, first.title
    assert grid(room) == before


def test_no_session_is_deleted_once_people_have_rated_them(room: Room) -> None:
    ids = rate_sessions(room)
    with pytest.raises(Conflict, match="so none can be deleted"), transaction() as session:
        sessions.remove(session, room.organizer, ids[0])
    agenda = room.organizer_visitor().get(f"/console/{room.code}/setup?section=agenda").text
    assert "so none can be deleted" in agenda
    assert "/delete" not in agenda.partition('class="issues"')[2].partition("</ol>")[0]
