"""Every format has the same figures.

Formats for people (HTML, PDF, Word, Markdown) are compared with the document they were drawn from,
piece by piece. Formats for programs (Excel, CSV, JSON) are compared with each other and with that
document.
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
from polling.report.data.report_data import Report
from polling.report.document import annex, publication
from polling.report.document_blocks import (
    Block,
    CellValue,
    Document,
    Figure,
    Percent,
    Section,
    Table,
)
from polling.report.formats import FORMATS
from polling.report.formats.load_source import load_source
from polling.workshop.queries import by_id
from polling.workshop_file.schema import WorkshopFile
from tests.databases import on_both
from tests.report.document_pieces import missing, pieces, read
from tests.room import Room

Records = list[dict[str, Any]]


@pytest.fixture
def drawn(made: Report) -> Document:
    """The annex, which contains all numbers."""
    return annex(made)


@pytest.fixture
def published(made: Report) -> Document:
    return publication(made)


def of_annex(exported: dict[str, bytes]) -> dict[str, bytes]:
    """The annex's files by format name."""
    return {key.removeprefix("annex-"): content for key, content in exported.items()}


def rows(exported: dict[str, bytes], name: str) -> Records:
    """The rows of a sheet, by column name."""
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
    exported: dict[str, bytes], drawn: Document, published: Document
) -> None:
    for told, files in ((published, exported), (drawn, of_annex(exported))):
        texts = read(files, told)
        left_out = {key: missing(told, text) for key, text in texts.items()}
        assert left_out == {key: [] for key in texts}
        assert len(list(pieces(told.blocks))) > 100


def test_what_is_wrong_in_one_format_is_found(exported: dict[str, bytes], drawn: Document) -> None:
    text = read(of_annex(exported), drawn)["docx"].replace("7 of 12 (58%)", "8 of 12 (58%)")
    assert "7of12(58%)" in missing(drawn, text)


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
    """Format a value as in CSV; whole numbers are equal, because Excel only has floats."""
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
            [row["issue"], row["rank"], said(row, "ballots_naming", "of_ballots")] for row in ranked
        ]
        in_words = cells(drawn, f"{contest['theme']}: Result")
        assert [[row[0], row[1], row[3]] for row in in_words] == in_sheet
        names = {option["id"]: option["name"] for option in contest["options"]}
        outcome = contest["result"]["outcome"]
        assert [[row["issue"], row["rank"], row["score"]] for row in ranked] == [
            [names[one["option"]], one["rank"], float(one["score"])] for one in outcome["standings"]
        ]
    assert len(contests) == 2


def said(row: dict[str, Any], count: str, of: str) -> str:
    """A count as the report words it."""
    return f"{row[count]} of {row[of]} ({percentage(row[count], row[of])}%)"


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
    in_words = [
        f"{row[2]} ({row[3]})"
        for title in ("Corruption", "Coordination")
        for row in cells(drawn, title)
    ]
    in_charts = [
        row[2]
        for title in ("Corruption", "Coordination")
        for row in cells(drawn, f"{title}: Support")
    ]
    assert in_json == in_sheet == sorted(in_words) == sorted(map(str, in_charts))


def test_turnout_is_the_same_in_words_tables_and_data(
    exported: dict[str, bytes], drawn: Document
) -> None:
    in_json = sorted((one["voted"], one["present"]) for one in results(exported)["contests"])
    in_sheet = sorted((row["voted"], row["present"]) for row in rows(exported, "votes"))
    about = [piece for piece in pieces(drawn.blocks) if piece.startswith("Counting method")]
    in_words = [re.findall(r"(\d+) of (\d+) voted\.", one)[0] for one in about]
    assert sorted((int(voted), int(of)) for voted, of in in_words) == in_sheet == in_json


def test_the_survey_is_the_same_in_words_tables_and_data(
    exported: dict[str, bytes], published: Document
) -> None:
    in_json = {one["key"]: one.get("counts") for one in results(exported)["survey"]}
    sheet = [row for row in rows(exported, "survey") if row["people"] is not None]
    scale = cells(published, "How much did you learn?")
    assert {str(mark).split()[0]: count for mark, count, _ in scale if count} == in_json["learned"]
    assert [[row["people"], f"{row['percent']}%"] for row in sheet if row["kind"] == "scale"] == [
        row[1:] for row in scale
    ]
    ((_, yes, no, share),) = cells(published, "Yes-or-no questions")
    assert {"Yes": yes, "No": no} == {
        row["answer"]: row["people"] for row in sheet if row["kind"] == "yes_no"
    }
    assert in_json["recommend"] == {"yes": yes, "no": no}
    assert share == Percent(88)


def test_equal_counts_have_equal_percentages(exported: dict[str, bytes]) -> None:
    percents: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows(exported, "survey"):
        if row["people"] is not None and row["kind"] != "tag":
            percents[row["question"], row["people"]].add(row["percent"])
    assert {len(found) for found in percents.values()} == {1}


def test_no_name_and_no_receipt_is_in_any_of_them(exported: dict[str, bytes], day: Room) -> None:
    receipts = [f"{person:032x}".encode() for person in day.participants]
    found = [key for key, content in exported.items() for one in receipts if one in content]
    assert found == []


@on_both
@pytest.mark.parametrize("key", FORMATS)
def test_a_workshop_that_has_not_begun_is_exported_too(app: Flask, key: str) -> None:
    bare = Room.of(app, WorkshopFile(title="Bare", attributes=[], survey=[]))
    with reading() as session:
        told = load_source(session, by_id(session, bare.workshop_id), FORMATS[key])
        content = FORMATS[key].render(told)
    assert len(content) > 0
