"""Organizers tag free-text answers; tags are counted, and authors stay unknown."""

from typing import Any

import pytest
from sqlalchemy import select

from polling.contests.casting.idempotency import ROUND
from polling.core.db import reading, transaction
from polling.report import queries as reports
from polling.report.tables import tables
from polling.report.writing.placeholders import figures
from polling.survey.models import AnswerTag
from polling.survey.queries import digest
from polling.survey.question_types.base import AnswerCount, QuestionTally
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.write import write
from tests.databases import on_both
from tests.room import Room
from tests.survey.actions.test_answering import send, set_open
from tests.visitor import Visitor

WROTE = [
    "More time.",
    "More time!",
    "The mix of people.",
    "Coffee.",
    "The mix of people.",
    "Rooms.",
]
TIME, MIX = WROTE[:2], WROTE[2:3]


@pytest.fixture
def console(room: Room) -> Visitor:
    room.go("lobby")
    set_open(room, is_open=True)
    return room.organizer_visitor()


def write_as(room: Room, texts: list[str]) -> list[Visitor]:
    """Answer with each text from a separate phone and close the survey; return the phones."""
    phones = [room.participant_visitor() for _text in texts]
    for number, text in enumerate(texts):
        answer = send(room, phones[number], {"valuable": text}, receipt=f"{number:032x}")
        assert answer.status_code == 200
    set_open(room, is_open=False)
    return phones


def post(room: Room, console: Visitor, path: str, **fields: Any) -> Any:
    return console.post(f"/console/{room.code}/survey/questions/valuable/tags{path}", json=fields)


def tag(room: Room, console: Visitor, name: str, texts: list[str]) -> Any:
    return post(room, console, "", tag=name, answers=[digest(text) for text in texts])


def counted(room: Room) -> QuestionTally:
    with reading() as session:
        report = reports.report(session, session.get_one(Workshop, room.workshop_id))
    return next(tally for tally in report.survey.tallies if tally.asked.key == "valuable")


def tagged(room: Room, console: Visitor) -> list[Visitor]:
    phones = write_as(room, WROTE)
    tag(room, console, "Time", TIME)
    tag(room, console, "People", MIX)
    tag(room, console, "Programme", [*TIME, "Coffee."])
    return phones


@on_both
def test_tags_are_counted_by_people_of_those_who_wrote_something(
    room: Room, console: Visitor
) -> None:
    tagged(room, console)
    assert counted(room).bars == [
        AnswerCount("Programme", 3, 50),
        AnswerCount("People", 2, 33),
        AnswerCount("Time", 2, 33),
    ]
    assert counted(room).untagged == 1


def test_the_console_shows_each_text_once_with_its_tags(room: Room, console: Visitor) -> None:
    tagged(room, console)
    page = console.get(f"/console/{room.code}/survey?part=tags").text
    assert page.count('name="answers[]"') == 5
    assert f'value="{digest("Coffee.")} Programme"' in page
    assert "Answers without a tag: 1." in page


def test_capitals_make_no_second_tag(room: Room, console: Visitor) -> None:
    tagged(room, console)
    tag(room, console, " people ", ["Rooms."])
    assert [bar.words for bar in counted(room).bars] == ["People", "Programme", "Time"]


def test_a_tag_is_taken_off_again(room: Room, console: Visitor) -> None:
    tagged(room, console)
    post(room, console, "/remove", which=f"{digest('Coffee.')} Programme")
    assert counted(room).bars[0] == AnswerCount("People", 2, 33)


@on_both
def test_a_tag_renamed_as_another_becomes_one_with_it(room: Room, console: Visitor) -> None:
    tagged(room, console)
    post(room, console, "/rename", tag="Time", name="Programme")
    assert [(bar.words, bar.count) for bar in counted(room).bars] == [
        ("Programme", 3),
        ("People", 2),
    ]


def test_what_few_people_wrote_cannot_be_tagged_nor_seen(room: Room, console: Visitor) -> None:
    write_as(room, WROTE[:4])
    assert tag(room, console, "Time", TIME).json["error"]["code"] == "conflict"
    assert "More time" not in console.get(f"/console/{room.code}/survey?part=tags").text


@pytest.mark.parametrize(
    "path, fields, status",
    [
        pytest.param("", {"tag": "Time", "answers": []}, 409, id="no answer is ticked"),
        pytest.param("", {"tag": "Time", "answers": ["0" * 64]}, 409, id="nobody wrote it"),
        pytest.param("", {"tag": " ", "answers": ["0" * 64]}, 400, id="no words"),
        pytest.param("/rename", {"tag": "Gone", "name": "Time"}, 404, id="no such tag"),
        pytest.param("/remove", {"which": "Time"}, 400, id="no answer"),
    ],
)
def test_what_cannot_be_done_is_refused(
    room: Room, console: Visitor, path: str, fields: dict[str, Any], status: int
) -> None:
    write_as(room, WROTE)
    assert post(room, console, path, **fields).status_code == status


def test_only_texts_have_tags(room: Room, console: Visitor) -> None:
    answer = console.post(
        f"/console/{room.code}/survey/questions/learned/tags",
        json={"tag": "Time", "answers": ["0" * 64]},
    )
    assert answer.status_code == 404


def test_answers_that_their_writers_changed_are_kept_nowhere(room: Room, console: Visitor) -> None:
    phones = tagged(room, console)
    set_open(room, is_open=True)
    for number, phone in enumerate(phones):
        changed = {"valuable": "Tables." if WROTE[number] == "Coffee." else WROTE[number] + "!"}
        send(room, phone, changed, receipt=f"{number:032x}", revision=ROUND + 1)
    write_as(room, ["Tables."] * 5)
    assert "Coffee." not in counted(room).texts
    with reading() as session:
        rows = session.execute(select(AnswerTag.__table__)).all()
    assert not any("Coffee" in str(row) for row in rows)


def test_the_tables_have_the_tags_and_their_counts(room: Room, console: Visitor) -> None:
    tagged(room, console)
    with reading() as session:
        report = reports.report(session, session.get_one(Workshop, room.workshop_id))
    rows = next(table.rows for table in tables(report) if table.name == "survey")
    assert [row[1:] for row in rows if row[1] in {"tag", "text"}][:4] == [
        ["tag", "Programme", 3, 6, 50, None],
        ["tag", "People", 2, 6, 33, None],
        ["tag", "Time", 2, 6, 33, None],
        ["text", "Coffee.", None, 6, None, "Programme"],
    ]
    assert figures(report)["survey.valuable.time"] == "2 of 6 (33%)"


def test_a_file_carries_the_tags_and_is_the_same_after_its_import(
    room: Room, console: Visitor
) -> None:
    tagged(room, console)
    with transaction() as session:
        original = write(dump(session, session.get_one(Workshop, room.workshop_id)))
        copy = load(session, dump(session, session.get_one(Workshop, room.workshop_id)))
        again = dump(session, copy)
    assert again.results.survey[0].tags["Coffee."] == ["Programme"]
    assert write(again) == original
