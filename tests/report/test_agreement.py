"""Groups' agreement with their recommendations, in the report, tables and file."""

import pytest

from polling.breakouts.read_back.actions import mark
from polling.core.db import reading, transaction
from polling.recommendations.models import Recommendation
from polling.report import queries
from polling.report.data.report_data import Report
from polling.report.tables import tables
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.write import write
from tests.breakouts.drafting.group_at_work import Table
from tests.databases import on_both
from tests.prepared_rooms import Prepared
from tests.report.document_pieces import in_both
from tests.room import Room

COUNTS = (
    "Agreement among 8 members: 4 in full agreement, 1 with reservations, "
    "and 1 cannot live with it."
)
REASON = "Small banks cannot."


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Table:
    """Eight members, of whom six have marked a recommendation."""
    table = prepared.get(Table.of, room)
    made = table.recommend(actors=["Banks"], action="report transfers")
    stances = ["agree"] * 4 + ["reservations", "cannot"]
    for member, stance in enumerate(stances):
        reason = REASON if stance == "cannot" else ""
        with transaction() as session:
            actor = table.member(member)
            mark(session, actor, made, stance=stance, reason=reason, meant="")
    return table


def report(table: Table, workshop_id: int | None = None) -> Report:
    with reading() as session:
        workshop = session.get_one(Workshop, workshop_id or table.room.workshop_id)
        return queries.report(session, workshop)


def printed(table: Table, workshop_id: int | None = None) -> str:
    with table.room.app.test_request_context():
        return in_both(report(table, workshop_id))


def table_of(table: Table, name: str) -> list[list[object]]:
    with table.room.app.test_request_context():
        return [list(row) for one in tables(report(table)) if one.name == name for row in one.rows]


def test_the_report_says_how_the_group_stood_to_it_and_why(table: Table) -> None:
    text = printed(table)
    assert COUNTS in text
    assert REASON in text[text.index("Cannot live with it") :]


def test_a_table_has_its_figures(table: Table) -> None:
    reason = f"Cannot live with it: {REASON}"
    assert [row[2:] for row in table_of(table, "agreement")] == [[1, 8, 4, 1, 1, reason, "1.1.1"]]


def test_organizers_can_leave_it_out_of_the_text_and_the_tables(table: Table) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, table.room.workshop_id)
        workshop.report_choices = {"left_out": ["agreement"]}
    text = printed(table)
    assert "report transfers" in text
    assert "Agreement among" not in text
    assert REASON not in text
    assert table_of(table, "agreement") == []


def test_another_sentence_has_no_agreement_yet(table: Table) -> None:
    with transaction() as session:
        session.query(Recommendation).filter_by(action="report transfers").one().action = "pay"
    assert "Agreement among" not in printed(table)


@on_both
def test_the_file_has_it_and_gives_the_same_report_and_the_same_file(table: Table) -> None:
    with reading() as session:
        file = dump(session, session.get_one(Workshop, table.room.workshop_id))
    with transaction() as session:
        copy = load(session, file).id
    assert COUNTS in printed(table, copy)
    with reading() as session:
        assert write(dump(session, session.get_one(Workshop, copy))) == write(file)
