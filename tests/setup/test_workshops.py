"""Creating workshops from scratch, from files and from other workshops; and deleting them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import polling.models
from polling.core.db import Base, reading, transaction
from polling.core.errors import BadInput, Conflict
from polling.people.models import Login, Organizer, Participant, WorkshopOrganizer
from polling.recommendations.models import Recommendation
from polling.report.options import ReportProse
from polling.setup import queries
from polling.setup.actions import issue_merging, note_triage
from polling.setup.actions import workshops as actions
from polling.workshop.models import Issue, Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.one_at_a_time import prepared
from polling.workshop_file.schema import Results, WorkshopFile
from tests.database_sweeps import keep_what_is_deleted, let_sweep, on_disk
from tests.databases import on_sqlite
from tests.notes.conftest import Taker
from tests.room import Room
from tests.setup.conftest import Desk


def file_of(code: str) -> WorkshopFile:
    with reading() as session:
        workshop = session.scalars(select(Workshop).where(Workshop.code == code)).one()
        return dump(session, workshop)


def copied(desk: Desk, **more: Any) -> Workshop:
    wanted: dict[str, Any] = {"title": "Once more", "template": False} | more
    plan = prepared(desk.room.workshop_id).without_results()
    return desk.do(actions.copy, plan, **wanted)


def rows_left() -> dict[str, int]:
    with reading() as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def test_a_workshop_by_hand_has_the_usual_questions_and_its_maker(desk: Desk) -> None:
    made = desk.do(actions.create, title="By hand")
    assert file_of(made.code) == WorkshopFile(title="By hand")
    with reading() as session:
        assert session.get(WorkshopOrganizer, (made.id, desk.room.organizer_id)) is not None


def test_a_copy_has_everything_but_what_people_did(desk: Desk) -> None:
    issue_id = desk.issues()[0].id
    with transaction() as session:
        session.get_one(Issue, issue_id).priority = 1
        session.add(Recommendation(issue_id=issue_id, position=1, action="act"))
        workshop = session.get_one(Workshop, desk.room.workshop_id)
        workshop.prose = {**workshop.prose, "introduction": "Why", "chairs_note": "What was said"}
        workshop.imported_results = {"participation": {"present": 78}}
    made = copied(desk)
    original = file_of(desk.room.code).without_results()
    assert file_of(made.code) == original.model_copy(update={"title": "Once more"})
    assert (original.prose, original.results) == (ReportProse(introduction="Why"), Results())
    assert (made.stage, made.template) == ("setup", False)


def test_a_copy_has_the_notes_of_its_issues_but_none_that_wait(desk: Desk) -> None:
    taker = Taker(desk.room, desk.room.note_link())
    sorted_note, _waiting = (taker.write(words) for words in ("No interpreters", "No lawyers"))
    desk.do(note_triage.add_to, sorted_note.id, desk.issues()[0].id)
    copy = file_of(copied(desk).code)
    noted = [note.headline for note in copy.themes[0].issues[0].notes]
    assert (noted, copy.notes) == (["No interpreters"], [])


def test_a_copy_of_a_running_workshop_starts_over(desk: Desk) -> None:
    desk.room.go("lobby")
    desk.room.join(6)
    desk.room.go("ranking")
    desk.room.rank_everything()
    made = copied(desk)
    assert (made.stage, file_of(made.code).results) == ("setup", Results())


def test_templates_are_listed_separately_and_workshops_start_from_them(desk: Desk) -> None:
    template = copied(desk, template=True)
    rows = desk.do(queries.library)["rows"]
    assert [(row["workshop"].title, row["workshop"].template) for row in rows] == [
        ("Once more", True),
        ("What should be done next", False),
    ]
    started = Desk(Room(desk.room.app, template.id, template.code, desk.room.organizer_id))
    assert copied(started).template is False


def test_a_template_does_not_begin(desk: Desk) -> None:
    template = copied(desk, template=True)
    with pytest.raises(Conflict) as refusal:
        Room(desk.room.app, template.id).go("lobby")
    assert [problem["message"] for problem in refusal.value.problems] == [
        "This is a template. Use it to create a workshop."
    ]


def test_the_list_counts_who_has_joined_each_workshop(desk: Desk) -> None:
    desk.room.go("lobby")
    desk.room.join(3)
    desk.do(actions.create, title="Another")
    rows = desk.do(queries.library)["rows"]
    assert [(row["workshop"].title, row["joined"]) for row in rows] == [
        ("Another", 0),
        ("What should be done next", 3),
    ]


@pytest.mark.parametrize("typed", ["", "delete", "000000"])
def test_deleting_takes_the_code(desk: Desk, typed: str) -> None:
    with pytest.raises(BadInput, match="type its code"):
        desk.do(actions.remove, confirm=typed)
    assert len(desk.do(queries.library)["rows"]) == 1


def test_deleting_leaves_nothing_but_the_accounts(desk: Desk) -> None:
    taker = Taker(desk.room, desk.room.note_link())
    one, two, three = desk.issues()[:3]
    desk.do(note_triage.add_to, taker.write("No interpreters").id, one.id)
    desk.do(issue_merging.merge_pair, keep=two.id, gone=one.id)
    desk.do(issue_merging.keep_apart, two.id, three.id)
    desk.room.go("lobby")
    desk.room.join(6)
    desk.room.go("ranking")
    desk.room.rank_everything()
    with transaction() as session:
        session.add(Recommendation(issue_id=desk.issues()[0].id, position=1, action="act"))
    code = desk.room.code
    desk.do(actions.remove, confirm=f"{code[:3]} {code[3:]}")
    assert rows_left() == {Login.__tablename__: 1, Organizer.__tablename__: 1}


def test_every_table_was_looked_at() -> None:
    tables = {getattr(polling.models, name).__tablename__ for name in polling.models.__all__}
    assert tables == set(Base.metadata.tables)


@on_sqlite
def test_what_a_deleted_workshop_held_leaves_the_file_too(desk: Desk, tmp_path: Path) -> None:
    keep_what_is_deleted()
    desk.room.go("lobby")
    person = desk.room.join(1)[0]
    with transaction() as session:
        session.get_one(Participant, person).attributes = {"sector": "Keepers of lighthouses"}
    let_sweep()
    assert on_disk(tmp_path, "Keepers of lighthouses") > 0
    desk.do(actions.remove, confirm=desk.room.code)
    let_sweep()
    assert on_disk(tmp_path, "Keepers of lighthouses") == 0
