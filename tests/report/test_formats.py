"""Every format has the same figures, and percentages of a whole sum to 100 in each."""

import io
import json
import re
from collections import defaultdict
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from polling.db import reading
from polling.report.formats import FORMATS
from polling.workshop.queries import by_id
from polling.workshop_file.schema import WorkshopFile
from tests import pdf, word
from tests.databases import on_both
from tests.room import Room

PART = r"(\d+) of (\d+) \(\d+ %\)"


def texts(exported: dict[str, bytes]) -> dict[str, str]:
    """The formats that are read, as plain text."""
    return {
        "md": exported["md"].decode(),
        "html": re.sub(r"<[^>]+>", "", exported["html"].decode()),
        "pdf": pdf.text(pdf.opened(exported["pdf"])),
        "docx": word.text(word.opened(exported["docx"])),
    }


def between(text: str, start: str, end: str) -> str:
    """The last part of `text` that begins and ends so: an earlier one is the list of contents."""
    return text.rpartition(start)[2].partition(end)[0]


@pytest.fixture
def exported(day: Room) -> dict[str, bytes]:
    with reading() as session:
        workshop = by_id(session, day.workshop_id)
        return {key: made.export(session, workshop) for key, made in FORMATS.items()}


def test_support_is_the_same_in_all_of_them(exported: dict[str, bytes]) -> None:
    json_support = sorted(
        (support["named"], contest["result"]["eligible"][option])
        for contest in json.loads(exported["json"])["results"]["contests"]
        if contest["kind"] == "final"
        for option, support in contest["result"]["support"].items()
    )
    book = load_workbook(io.BytesIO(exported["xlsx"]))
    rows = book["final vote"].iter_rows(min_row=2, values_only=True)
    assert sorted((row[3], row[4]) for row in rows) == json_support
    for text in texts(exported).values():
        body = between(text, "Thematic areas", "Feedback")
        found = re.findall(f"Supported by {PART}", body)
        assert sorted((int(count), int(of)) for count, of in found) == json_support


def test_turnout_is_the_same_in_all_of_them(exported: dict[str, bytes]) -> None:
    contests = json.loads(exported["json"])["results"]["contests"]
    turnout = sorted((contest["voted"], contest["present"]) for contest in contests)
    for text in texts(exported).values():
        found = re.findall(rf"{PART} voted\.", text)
        assert sorted((int(count), int(of)) for count, of in found) == turnout


def test_the_survey_is_the_same_in_all_of_them(exported: dict[str, bytes]) -> None:
    survey = json.loads(exported["json"])["results"]["survey"]
    asked = next(one for one in survey if one["key"] == "learned")
    book = load_workbook(io.BytesIO(exported["xlsx"]))
    rows = list(book["survey"].iter_rows(min_row=2, values_only=True))
    in_excel = {row[2]: row[3] for row in rows if row[0] == "How much did you learn?" and row[3]}
    shown = texts(exported)
    in_others = [
        dict(re.findall(r"([345])(?: Lots)? (\d) \d+ %", learned(shown[key])))
        for key in ("pdf", "docx")
    ]
    in_markdown = re.findall(r"\| ([345])(?: Lots)? \| (\d) \| \d+ % \|", exported["md"].decode())
    assert in_excel == asked["counts"]
    assert {mark: int(count) for mark, count in in_markdown} == asked["counts"]
    assert in_others == 2 * [{mark: str(count) for mark, count in asked["counts"].items()}]


def learned(text: str) -> str:
    return between(text, "How much did you learn?", "Table")


def test_the_parts_of_a_whole_sum_to_a_hundred(exported: dict[str, bytes]) -> None:
    sums: dict[Any, int] = defaultdict(int)
    book = load_workbook(io.BytesIO(exported["xlsx"]))
    for question, kind, _, _, _, percent, *_ in book["survey"].iter_rows(
        min_row=2, values_only=True
    ):
        if kind in {"scale", "yes_no", "single"}:
            sums[question] += int(str(percent))
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
        content = FORMATS[key].export(session, by_id(session, bare.workshop_id))
    assert len(content) > 0
