"""The follow-up table: a row for each printed recommendation, with its deadline."""

import io

from openpyxl import load_workbook

from polling.report.data.report_data import Report
from polling.report.document import annex, publication
from polling.report.document_blocks import Section, Table
from polling.report.formats import FORMATS
from polling.report.tables import follow_up_table
from tests.report.test_briefs import chosen


def tables(report: Report) -> list[Table]:
    """The tables of the section in the annex."""
    found = [one for one in annex(report).blocks if isinstance(one, Section)]
    (section,) = [one for one in found if one.title == "Follow-up"]
    return [one for one in section.blocks if isinstance(one, Table)]


def test_each_recommendation_is_a_row_of_the_annex(made: Report) -> None:
    rows = [row for table in tables(made) for row in table.rows]
    assert [row[0] for row in rows] == [one.reference for one in made.recommendations]
    by_reference = {str(row[0]): row for row in rows}
    for one in made.recommendations:
        _ref, text, who, when, status, *_more = by_reference[one.reference]
        assert (text, status) == (one.text, "")
        assert str(who).casefold() == "; ".join(one.actors).casefold()
        assert when == (one.by if one.by == "by 2027" else "")


def test_names_are_those_of_the_index(made: Report) -> None:
    one = chosen(made, same_actors={"the police": "Customs"})
    assert {row[2] for table in tables(one) for row in table.rows} == {
        "Ministries",
        "Customs",
        "Donors",
    }


def test_organizers_may_leave_it_out_or_move_it(made: Report) -> None:
    titles = [
        one.title
        for one in annex(chosen(made, left_out=["follow_up"])).blocks
        if isinstance(one, Section)
    ]
    assert "Follow-up" not in titles
    moved = publication(chosen(made, moved=["follow_up"]))
    assert "Follow-up" in [one.title for one in moved.blocks if isinstance(one, Section)]


def test_the_workbook_has_the_same_rows_and_an_empty_status(made: Report) -> None:
    book = load_workbook(io.BytesIO(FORMATS["follow-up"].render(made)))
    assert book.sheetnames == ["follow-up"]
    head, *rows = book["follow-up"].iter_rows(values_only=True)
    assert head == tuple(column.name for column in follow_up_table(made).columns)
    assert [row[0] for row in rows] == [one.reference for one in made.recommendations]
    assert {row[4] for row in rows} == {None}
    sheets = load_workbook(io.BytesIO(FORMATS["xlsx"].render(made)))
    assert [*sheets["follow-up"].iter_rows(values_only=True)] == [head, *rows]
