"""Registration lists in all shapes of spreadsheets, and malicious ones."""

import io
import zipfile

import pytest

from polling.core.errors import BadInput
from polling.setup.registration.file_reader import read_list
from polling.setup.registration.people_table import MOST_COLUMNS, MOST_PEOPLE
from tests.setup.registration.sample_lists import NAMES, PEOPLE, csv_of, workbook

ROWS = [NAMES, *PEOPLE]
LATIN = [["Name", "Country"], ["Zoë", "Côte d’Ivoire"]]


def refused(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as refusal:
        read_list(data)
    return refusal.value


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(csv_of(ROWS).encode(), id="UTF-8"),
        pytest.param(csv_of(ROWS).encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(csv_of(ROWS).encode("utf-16"), id="UTF-16"),
        pytest.param(csv_of(ROWS).encode("utf-16-be"), id="UTF-16 without a mark"),
        pytest.param(csv_of(ROWS, ";").encode(), id="semicolons"),
        pytest.param(csv_of(ROWS, "\t").encode("utf-16"), id="Excel's Unicode text"),
        pytest.param(("sep=;\r\n" + csv_of(ROWS, ";")).encode(), id="Excel's first line"),
        pytest.param(csv_of(ROWS).replace("\r\n", "\n\n").encode(), id="empty lines between"),
        pytest.param(csv_of([["Registrations 2026"], [], *ROWS]).encode(), id="a title above"),
        pytest.param(workbook(ROWS), id="a workbook"),
        pytest.param(
            workbook([["Who", "", "From", "", "", ""], *ROWS, [None] * 6], "A1:B1", "C1:F1"),
            id="a workbook with names over several columns",
        ),
    ],
)
def test_the_same_list_is_read_from(data: bytes) -> None:
    made = read_list(data)
    assert made.columns == NAMES
    assert [row for _line, row in made.rows] == PEOPLE


def test_lines_are_numbered_as_in_the_file() -> None:
    rows = [["A title"], [], NAMES, PEOPLE[0], [], PEOPLE[1]]
    assert [line for line, _row in read_list(csv_of(rows).encode()).rows] == [4, 6]
    assert [line for line, _row in read_list(workbook(rows)).rows] == [4, 6]


def test_windows_1252_is_guessed_and_said() -> None:
    made = read_list(csv_of(LATIN).encode("cp1252"))
    assert made.rows == [(2, ["Zoë", "Côte d’Ivoire"])]
    assert "Windows-1252" in made.remark


def test_names_of_columns_that_are_repeated_are_nobody() -> None:
    made = read_list(csv_of([NAMES, PEOPLE[0], NAMES, PEOPLE[1]]).encode())
    assert [row for _line, row in made.rows] == PEOPLE[:2]


def test_a_column_without_a_name_is_called_by_its_letter() -> None:
    made = read_list(b"Country,Sector,\nLaos,NGO,x\n")
    assert made.columns == ["Country", "Sector", "Column C"]


def test_numbers_and_dates_of_a_workbook_are_words() -> None:
    made = read_list(workbook([["Id", "Here", "Share"], [7.0, True, 0.5]]))
    assert made.rows == [(2, ["7", "Yes", "0.5"])]


def test_the_first_sheet_with_anything_on_it_is_read_and_named() -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  beside the one that sample_lists.py needs

    book = load_workbook(io.BytesIO(workbook(ROWS)))
    book.create_sheet("Read me", 0)
    out = io.BytesIO()
    book.save(out)
    made = read_list(out.getvalue())
    assert made.columns == NAMES
    assert made.remark == "Only the sheet “Sheet” was read."


def test_unseen_characters_are_dropped() -> None:
    assert read_list("Name,Country\nA,\u202eLaos\x07\n".encode()).rows == [(2, ["A", "Laos"])]


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data, message",
    [
        pytest.param(b"", "The file is empty.", id="nothing"),
        pytest.param(b"Name,Country\n", "This list is empty", id="only names of columns"),
        pytest.param(b"x" * 5_000_001, "too large: the limit is 5 MB", id="too many bytes"),
        pytest.param(b"\xd0\xcf\x11\xe0" * 9, "without a password", id="an old workbook"),
        pytest.param(b"%PDF-1.7", "This file cannot be read.", id="a PDF"),
        pytest.param(packed("word/document.xml", b"<x/>"), "cannot be read", id="a Word file"),
        pytest.param(packed("xl/workbook.xml", b"<x"), "cannot be read", id="a broken workbook"),
        pytest.param(workbook(ROWS)[:-400], "cannot be read", id="a truncated workbook"),
        pytest.param(b'A,B\n"x,y\n', "quotation mark", id="a cell that never ends"),
        pytest.param(
            b"a,b\n" + b"x,y\n" * (MOST_PEOPLE + 30), "at most 20000 people", id="too many people"
        ),
        pytest.param(
            b",".join([b"a"] * (MOST_COLUMNS + 1)) + b"\n1\n", "at most 60", id="too many columns"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    assert message in refused(data).message


def test_a_zip_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    assert "This workbook is too large" in refused(out.getvalue()).message


def test_a_refusal_names_its_line() -> None:
    assert refused(b'Name,Country\nA,B\n"x,y\n').problems[0]["place"] == "line 3"


def test_ten_thousand_people_are_read() -> None:
    rows = [NAMES, *(PEOPLE[at % 4] for at in range(10_000))]
    assert len(read_list(csv_of(rows).encode()).rows) == 10_000


def test_a_cell_far_to_the_right_and_a_line_far_below_cost_nothing() -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.create_sheet("far", 0)
    for at, name in enumerate(NAMES, start=1):
        sheet.cell(1, at, name)
        sheet.cell(2, at, "x")
    sheet.cell(1_048_576, 16_384, "far")
    out = io.BytesIO()
    book.save(out)
    assert len(read_list(out.getvalue()).rows) == 1
