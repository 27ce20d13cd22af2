"""The report in Markdown: a complete small report, word for word, and no empty sections.

`small.json` is the workshop file of `small_workshop.whole_day`; `small.md` is its expected report.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from markdown_it import MarkdownIt

from polling.core.db import transaction
from polling.report.data.report_data import Report
from polling.report.document import publication as document
from polling.report.formats.markdown import markdown
from polling.report.options import ReportProse
from polling.report.queries import report
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from tests.report import small_workshop
from tests.report.conftest import MOMENT, report_of
from tests.room import Room

HERE = Path(__file__).parents[1]


def written(made: Report) -> str:
    return markdown(document(made))


def headings(made: Report) -> list[str]:
    lines = written(made).splitlines()
    return [line.removeprefix("## ") for line in lines if line.startswith("## ")]


def test_a_small_report_word_for_word(app: Flask) -> None:
    with transaction() as session:
        file = read((HERE / "small.json").read_bytes(), "small.json")
        made = report(session, load(session, file), MOMENT)
    assert written(made) == (HERE / "small.md").read_text()


def test_the_method_says_that_small_groups_could_support_their_own_work(app: Flask) -> None:
    tree = json.loads((HERE / "small.json").read_text())
    for contest in tree["results"]["contests"]:
        if contest["kind"] == "final":
            contest["rule"] |= {"authors": {}, "small_groups": [1, 2]}
    with transaction() as session:
        file = read(json.dumps(tree).encode(), "small.json")
        said = written(report(session, load(session, file), MOMENT))
    assert (
        "Members of groups with fewer than 5 people could also support their own group’s." in said
    )
    assert "except those from their own group" not in said


def test_its_sections_are_in_the_order_of_a_published_report(made: Report) -> None:
    everything = ReportProse(**dict.fromkeys(ReportProse.model_fields, "Words."))
    assert headings(replace(made, prose=everything)) == [
        "Summary",
        "Introduction",
        "Chairs’ note",
        "Who took part",
        "Agenda",
        "How priorities were set",
        "Recommendations by theme",
        "Public engagement",
        "Feedback",
        "Next steps",
        "Glossary",
        "Acknowledgements",
        "Disclaimer",
    ]


def test_what_there_is_not_is_not_mentioned(app: Flask) -> None:
    bare = Room.of(
        app, small_workshop.small_file(sessions=[], prose={}, themes=[], groups=[], survey=[])
    )
    text = written(report_of(bare))
    assert text == (
        "# What should be done next\n\nA small workshop\n\nRiver Days · Boat House · 5 May 2026\n\n"
        "*As of 5 May 2026*\n"
    )


def test_without_a_vote_it_says_that_the_order_is_none_of_priority(app: Flask) -> None:
    room = small_workshop.small_room(app)
    small_workshop.rank(room)
    small_workshop.draft(room)
    sentence = "Nobody voted on the recommendations, so their order implies no priority."
    assert sentence in written(report_of(room))
    assert "Supported by" not in written(report_of(room))


def test_recommendations_are_nested_below_their_issue(made: Report) -> None:
    html = MarkdownIt("commonmark").render(written(made))
    theme = html.split("<h3>1 Corruption</h3>")[1].split("<h3>")[0]
    assert theme.count("<h4>") == 2
    assert theme.count("<ul>") == 2
    assert theme.count("<li>") == 4


@pytest.mark.parametrize(
    "text", ["# No heading", "- no list", "1. no list", "<b>no tag</b>", "*a*"]
)
def test_what_people_typed_is_shown_as_they_typed_it(made: Report, text: str) -> None:
    issue = replace(made.themes[0].issues[0], rationale=text)
    theme = replace(made.themes[0], issues=[issue])
    html = MarkdownIt("commonmark").render(written(replace(made, themes=[theme])))
    shown = text.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<p>{shown}</p>" in html
