"""Every format has the same figures, and percentages of a whole sum to 100 in each.

What people read (HTML, PDF, Word, Markdown) is held against the document that it was drawn from,
piece by piece; what programs read (Excel, CSV, JSON) against each other, and against that document.
"""

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from polling.core.db import reading
from polling.core.percentages import percentage
from polling.report.blocks import Block, CellValue, Document, Figure, Percent, Section, Table
from polling.report.document import document
from polling.report.formats import FORMATS
from polling.workshop.queries import by_id
from polling.workshop_file.schema import WorkshopFile
from tests.databases import on_both
from tests.report.conftest import report_of
from tests.report.pieces import missing, pieces, read
from tests.room import Room

Records = list[dict[str, Any]]


@pytest.fixture
def exported(day: Room) -> dict[str, bytes]:
    """All formats, of one moment."""
    made = report_of(day)
    with reading() as session:
        told = FORMATS["json"].load(session, by_id(session, day.workshop_id))
        file = FORMATS["json"].render(told)
    return {"json": file} | {key: one.render(made) for key, one in FORMATS.items() if one.is_report}


@pytest.fixture
def drawn(day: Room, exported: dict[str, bytes]) -> Document:
    return document(report_of(day))


def rows(exported: dict[str, bytes], name: str) -> Records:
    """The rows of a sheet, by the names of its columns."""
    sheet = load_workbook(io.BytesIO(exported["xlsx"]))[name]
    columns, *values = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, columns), row, strict=True)) for row in values]


def results(exported: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported["json"])["results"]
    return found


def cells(drawn: Document, caption: str) -> list[list[CellValue]]:
    """The rows of the table or the chart with this caption."""
    found = [one for one in tables_of(drawn.blocks) if one.caption == caption]
    assert len(found) == 1
    return found[0].rows


def tables_of(blocks: list[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Section):
            yield from tables_of(block.blocks)
        elif isinstance(block, Table | Figure):
            yield block.table if isinstance(block, Figure) else block


def test_all_that_the_report_says_is_in_every_format_that_people_read(
    exported: dict[str, bytes], drawn: Document
) -> None:
    texts = read(exported, drawn)
    assert {key: missing(drawn, text) for key, text in texts.items()} == {key: [] for key in texts}
    assert len(list(pieces(drawn.blocks))) > 300


def test_what_is_wrong_in_one_format_is_found(exported: dict[str, bytes], drawn: Document) -> None:
    text = read(exported, drawn)["docx"].replace("7 of 11 (64 %)", "8 of 11 (64 %)")
    assert "7of11(64%)" in missing(drawn, text)


def test_every_sheet_is_a_file_of_the_archive_with_the_same_rows(
    exported: dict[str, bytes],
) -> None:
    book = load_workbook(io.BytesIO(exported["xlsx"]))
    with zipfile.ZipFile(io.BytesIO(exported["csv"])) as archive:
        for sheet in book:
            text = archive.read(f"{sheet.title.replace(' ', '_')}.csv").decode("utf-8-sig")
            in_excel = [list(map(as_text, row)) for row in sheet.iter_rows(values_only=True)]
            in_csv = [list(map(as_text, row)) for row in csv.reader(io.StringIO(text, newline=""))]
            assert in_csv == in_excel
        assert len(archive.namelist()) == len(book.sheetnames)


def as_text(value: Any) -> str:
    """As a CSV file has it; whole numbers alike, as Excel knows no others."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).removesuffix(".0")


def test_the_order_of_issues_is_the_same_in_words_tables_and_data(
    exported: dict[str, bytes], drawn: Document
) -> None:
    contests = [one for one in results(exported)["contests"] if one["kind"] == "ranking"]
    for contest in contests:
        ranked = [row for row in rows(exported, "rankings") if row["theme"] == contest["theme"]]
        in_sheet = [
            [row["issue"], row["rank"], row["score"], said(row, "ballots_naming", "of_ballots")]
            for row in ranked
        ]
        in_words = cells(drawn, f"{contest['theme']}: all issues")
        assert [row[:4] for row in in_words] == in_sheet
        names = {option["id"]: option["name"] for option in contest["options"]}
        outcome = contest["result"]["outcome"]
        assert [[row["issue"], row["rank"], row["score"]] for row in ranked] == [
            [names[one["option"]], one["rank"], float(one["score"])] for one in outcome["standings"]
        ]
    assert len(contests) == 2


def said(row: dict[str, Any], count: str, of: str) -> str:
    """A part as the report words it."""
    return f"{row[count]} of {row[of]} ({percentage(row[count], row[of])} %)"


def test_support_is_the_same_in_words_tables_and_data(
    exported: dict[str, bytes], drawn: Document
) -> None:
    voted = rows(exported, "final vote")
    in_sheet = sorted(said(row, "approvals", "of_voters") for row in voted)
    in_json = sorted(
        said({"n": given["named"], "of": one["result"]["eligible"][option]}, "n", "of")
        for one in results(exported)["contests"]
        if one["kind"] == "final"
        for option, given in one["result"]["support"].items()
    )
    words = [piece for piece in pieces(drawn.blocks) if piece.startswith("Drafted by")]
    in_words = [re.findall(r"Supported by (.*)\.", one)[0] for one in words]
    in_annex = [
        row[2]
        for title in ("Corruption", "Coordination")
        for row in cells(drawn, f"{title}: support")
    ]
    assert in_json == in_sheet == sorted(in_words) == sorted(map(str, in_annex))


def test_turnout_is_the_same_in_words_tables_and_data(
    exported: dict[str, bytes], drawn: Document
) -> None:
    in_json = sorted((one["voted"], one["present"]) for one in results(exported)["contests"])
    in_sheet = sorted((row["voted"], row["present"]) for row in rows(exported, "votes"))
    about = [piece for piece in pieces(drawn.blocks) if piece.startswith("Counted by")]
    in_words = [re.findall(r"(\d+) of (\d+) voted\.", one)[0] for one in about]
    assert sorted((int(voted), int(of)) for voted, of in in_words) == in_sheet == in_json


def test_the_survey_is_the_same_in_words_tables_and_data(
    exported: dict[str, bytes], drawn: Document
) -> None:
    in_json = {one["key"]: one.get("counts") for one in results(exported)["survey"]}
    sheet = [row for row in rows(exported, "survey") if row["people"] is not None]
    scale = cells(drawn, "How much did you learn?")
    assert {str(mark).split()[0]: count for mark, count, _ in scale if count} == in_json["learned"]
    assert [[row["people"], f"{row['percent']} %"] for row in sheet if row["kind"] == "scale"] == [
        row[1:] for row in scale
    ]
    ((_, yes, no, share),) = cells(drawn, "Yes or no, of those who answered")
    assert {"Yes": yes, "No": no} == {
        row["answer"]: row["people"] for row in sheet if row["kind"] == "yes_no"
    }
    assert in_json["recommend"] == {"yes": yes, "no": no}
    assert share == Percent(88)


def test_the_parts_of_a_whole_sum_to_a_hundred(exported: dict[str, bytes]) -> None:
    sums: dict[str, int] = defaultdict(int)
    for row in rows(exported, "survey"):
        if row["kind"] in {"scale", "yes_no", "single"}:
            sums[row["question"]] += row["percent"]
    assert set(sums.values()) == {100}


def test_no_name_and_no_receipt_is_in_any_of_them(exported: dict[str, bytes], day: Room) -> None:
    receipts = [f"{person:032x}".encode() for person in day.participants]
    found = [key for key, content in exported.items() for one in receipts if one in content]
    assert found == []


@on_both
@pytest.mark.parametrize("key", FORMATS)
def test_a_workshop_that_has_not_begun_is_exported_too(app: Flask, key: str) -> None:
    bare = Room.of(app, WorkshopFile(title="Bare", attributes=[], survey=[]))
    with reading() as session:
        told = FORMATS[key].load(session, by_id(session, bare.workshop_id))
        content = FORMATS[key].render(told)
    assert len(content) > 0
