"""The tables, directly, as CSV and as an Excel workbook."""

import csv
import io
import zipfile
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from polling.contests.results.figures import Figures
from polling.report.data.report_data import Report
from polling.report.formats import FORMATS
from polling.report.formats import csv as csv_format
from polling.report.formats.csv import csv_archive, csv_text, neutral
from polling.report.formats.xlsx import xlsx
from polling.report.tables import Column, Table, tables
from tests.report import small_workshop
from tests.report.conftest import MOMENT, report_of
from tests.room import Room

NAMES = [
    *("about", "participation", "themes", "issues", "rankings", "votes", "chances"),
    *("pairwise", "sectors", "recommendations"),
    *("final vote", "survey", "follow-up", "final chances", "dictionary"),
]


@pytest.fixture
def by_name(made: Report) -> dict[str, Table]:
    return {table.name: table for table in tables(made)}


@pytest.fixture
def book(made: Report) -> Workbook:
    return load_workbook(io.BytesIO(xlsx(tables(made), MOMENT)))


def records(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_there_is_one_for_each_kind_of_thing(by_name: dict[str, Table]) -> None:
    assert list(by_name) == NAMES


def test_every_row_has_a_value_for_every_column(by_name: dict[str, Table]) -> None:
    widths = {len(row) - len(table.columns) for table in by_name.values() for row in table.rows}
    assert widths == {0}


def test_the_dictionary_explains_every_column(by_name: dict[str, Table]) -> None:
    explained = {(row[0], row[1]) for row in by_name["dictionary"].rows if row[2]}
    rest = [table for table in by_name.values() if table.name != "dictionary"]
    assert explained == {(table.name, column.name) for table in rest for column in table.columns}


def test_each_table_of_a_practice_run_says_so(made: Report) -> None:
    practice = replace(made, practice=True)
    names = [table.name for table in tables(practice)]
    assert names == [f"practice {name}" for name in NAMES]
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].render(practice)))
    assert book.sheetnames == names
    assert book["practice about"]["B2"].value == f"Practice run: {made.title}"
    follow_up = load_workbook(io.BytesIO(FORMATS["follow-up"].render(practice)))
    assert follow_up.sheetnames == ["practice follow-up"]
    files = zipfile.ZipFile(io.BytesIO(FORMATS["csv"].render(practice))).namelist()
    assert "practice_follow-up.csv" in files


def test_a_ranked_issue_has_its_figures(by_name: dict[str, Table]) -> None:
    assert records(by_name["rankings"])[1] == {
        "theme": "Corruption",
        "issue": "Scanners stand still",
        "rank": 2,
        "score": 17,
        "ballots_naming": 7,
        "of_ballots": 12,
        "share": 0.5833,
        "first_places": 3,
        "made_cut": True,
        "voted": 12,
        "present": 12,
        "reference": "1.2",
    }


def test_a_vote_has_its_method_and_its_seed(by_name: dict[str, Table]) -> None:
    vote = records(by_name["votes"])[0]
    assert (vote["theme"], vote["kind"], vote["rule"]) == ("Corruption", "ranking", "top-three")
    assert (vote["places"], vote["most"], vote["tie_policy"]) == (2, 3, "default")
    assert (vote["voted"], vote["present"], vote["abstained"]) == (12, 12, 1)
    assert (vote["margin"], vote["draws"], vote["agreement_in_words"]) == (1, 2000, "weak")
    assert len(vote["seed"]) == 16
    assert len(vote["list_hash"]) == 64


def test_every_two_issues_are_compared(
    by_name: dict[str, Table],
) -> None:
    assert records(by_name["pairwise"])[0] == {
        "theme": "Corruption",
        "issue": "Nobody reads the declarations",
        "other_issue": "Scanners stand still",
        "ballots_preferring": 8,
        "reference": "1.1",
    }
    assert 0 <= records(by_name["chances"])[0]["chance"] <= 1


def test_a_recommendation_has_its_parts_and_its_place(by_name: dict[str, Table]) -> None:
    assert records(by_name["recommendations"])[2] == {
        "theme": "Corruption",
        "priority": 1,
        "issue": "Nobody reads the declarations",
        "place": 3,
        "recommendation": "Customs and the police should answer at night.",
        "actors": "Customs; the police",
        "action": "answer at night",
        "by": "",
        "rationale": "",
        "group": 1,
        "merged_from": None,
        "split_from": None,
        "voted_wording": None,
        "approvals": 2,
        "of_voters": 6,
        "issue_reference": "1.1",
        "reference": "1.1.2",
    }


def test_references_join_the_tables(by_name: dict[str, Table]) -> None:
    issues = {row["reference"]: row["issue"] for row in records(by_name["issues"])}
    texts = {row["reference"]: row for row in records(by_name["recommendations"])}
    for name in ("rankings", "chances", "pairwise", "sectors"):
        assert all(issues[row["reference"]] == row["issue"] for row in records(by_name[name]))
    assert {row["issue_reference"] for row in texts.values()} <= set(issues)
    for row in records(by_name["final vote"]):
        found = texts[row["reference"]]
        assert (found["recommendation"], found["approvals"]) == (
            row["recommendation"],
            row["approvals"],
        )


def test_a_voted_recommendation_has_its_support(by_name: dict[str, Table]) -> None:
    second = records(by_name["final vote"])[1]
    figures = ("rank", "approvals", "of_voters", "share", "made_cut", "voted", "present")
    assert [second[name] for name in figures] == [2, 4, 6, 0.6667, True, 6, 6]


def test_excel_has_a_sheet_for_each_with_a_header_that_stays(book: Workbook) -> None:
    assert book.sheetnames == NAMES
    assert {sheet.freeze_panes for sheet in book} == {"A2"}


def test_excel_has_numbers_as_numbers_and_answers_as_answers(book: Workbook) -> None:
    kinds = [cell.data_type for cell in book["rankings"][2]]
    assert kinds == ["s", "s", "n", "n", "n", "n", "n", "n", "b", "n", "n", "s"]


def test_excel_says_what_the_tables_say(book: Workbook, by_name: dict[str, Table]) -> None:
    for name, table in by_name.items():
        rows = [list(row) for row in book[name].iter_rows(min_row=2, values_only=True)]
        assert rows == [[None if value == "" else value for value in row] for row in table.rows]


def test_excel_shows_shares_in_percent(book: Workbook) -> None:
    columns = [cell.value for cell in book["rankings"][1]]
    shown = dict(zip(columns, book["rankings"][2], strict=True))
    assert (shown["share"].value, shown["share"].number_format) == (0.9167, "0.0%")
    assert shown["score"].number_format == "General"


def test_sources_of_issues_link_notes_and_recommendations(app: Flask) -> None:
    noted = {"headline": "Scanners break", "detail": "Two of three.", "source": "A1"}
    merged = {"headline": "No spare parts", "sources": ["B2", "C1"]}
    issue = {
        "headline": "Scanners stand still",
        "notes": [noted],
        "merged_from": [merged],
        "recommendations": [{"text": "Ports should repair them."}],
    }
    theme = {"title": "Ports", "issues": [issue]}
    room = Room.of(app, small_workshop.small_file(themes=[theme], groups=[]))
    found = {one.name: records(one) for one in tables(report_of(room))}
    assert [list(row.values()) for row in found["notes"]] == [
        ["Ports", "Scanners stand still", "note", "Scanners break", "Two of three.", "A1", "1.1"],
        ["Ports", "Scanners stand still", "issue", "No spare parts", None, "B2; C1", "1.1"],
    ]
    assert found["recommendations"][0]["issue"] == found["notes"][0]["issue"]


def test_an_issue_has_one_name_in_all_tables(made: Report) -> None:
    themes = [
        replace(theme, issues=[replace(one, label=one.headline[:6]) for one in theme.issues])
        for theme in made.themes
    ]
    with_labels = [
        replace(theme, ranking=replace(theme.ranking, figures=shortened(theme.ranking.figures)))
        for theme in themes
        if theme.ranking and theme.ranking.figures
    ]
    found = {one.name: records(one) for one in tables(replace(made, themes=with_labels))}
    headlines = {row["issue"] for row in found["issues"]}
    for name in ("rankings", "chances", "pairwise", "sectors"):
        assert {row["issue"] for row in found[name]} <= headlines
    assert {row["other_issue"] for row in found["pairwise"]} <= headlines
    assert found["votes"][0]["beats_all"] == "Nobody reads the declarations"


def shortened(figures: Figures) -> Figures:
    """The figures as used in charts."""
    options = [replace(one, label=one.label[:6]) for one in figures.options]
    checks = replace(figures.checks, beats_all=figures.checks.beats_all[:6])
    return replace(figures, options=options, checks=checks)


def test_issues_with_the_same_short_name_have_their_own_figures(made: Report) -> None:
    alike = [
        replace(
            theme,
            issues=[replace(one, label="Scanners") for one in theme.issues],
            ranking=replace(theme.ranking, figures=all_named("Scanners", theme.ranking.figures)),
        )
        for theme in made.themes
        if theme.ranking and theme.ranking.figures
    ]
    before, after = (
        {one.name: records(one) for one in tables(replace(made, themes=themes))}
        for themes in ([theme for theme in made.themes if theme.ranking], alike)
    )
    for name in ("chances", "pairwise", "sectors"):
        assert after[name] == before[name]


def all_named(label: str, figures: Figures) -> Figures:
    return replace(figures, options=[replace(one, label=label) for one in figures.options])


def test_csv_is_an_archive_of_all_of_them(made: Report) -> None:
    archive = zipfile.ZipFile(io.BytesIO(csv_archive(tables(made), MOMENT)))
    assert archive.namelist() == [f"{name.replace(' ', '_')}.csv" for name in NAMES]
    assert archive.read("about.csv").startswith(b"\xef\xbb\xbf")


def test_the_same_report_is_the_same_archive(made: Report) -> None:
    assert csv_archive(tables(made), MOMENT) == csv_archive(tables(made), MOMENT)


def test_csv_says_what_the_tables_say(by_name: dict[str, Table]) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(by_name["rankings"]), newline="")))
    assert rows[2] == [
        *("Corruption", "Scanners stand still", "2", "17", "7", "12", "0.5833", "3", "yes"),
        *("12", "12", "1.2"),
    ]


@pytest.mark.parametrize(
    "text, harmless",
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("\x00x", "'\x00x"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("a\n=1", "a\n'=1"),
        ('a;"=1', "a;'\"=1"),
        ('a;"\tx', "a;'\"\tx"),
        ("Laos – Thailand, 1-2 a=b", "Laos – Thailand, 1-2 a=b"),
    ],
)
def test_nothing_that_could_begin_a_formula_is_left(text: str, harmless: str) -> None:
    assert neutral(text) == harmless


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_with_a_sign_wherever_a_program_splits(delimiter: str) -> None:
    texts = ["".join(text) for text in product('=";,\t\n ', repeat=4)]
    columns = [Column(str(number), "") for number in range(3)]
    for text in texts:
        written = csv_text(Table("t", columns, [[text, 5, text], ["1.1.1", text, text]]))
        rows = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
        assert not any(cell.lstrip().startswith("=") for row in rows for cell in row), text


def test_a_negative_number_is_no_formula() -> None:
    table = Table("t", [Column("n", "")], [[-1], ["-1"]])
    assert csv_text(table) == '"n"\r\n-1\r\n"\'-1"\r\n'


def test_a_long_gap_is_read_once() -> None:
    gap = "\n" * 500
    starts = [at for at in range(400) if csv_format._FORMULA.match(f"x{gap}=", at)]
    assert starts == [1]
    assert neutral(f"x{gap}y") == f"x{gap}y"
