"""Proofreading: each check finds its mistake, and accepts good sentences."""

from dataclasses import replace

import pytest
from flask import Flask

from polling.report.data.report_data import Recommendation, Report
from polling.report.options import ReportProse
from polling.report.proofreading import proofread
from tests.report.conftest import report_of
from tests.report.small_workshop import small_room


def remarks(report: Report, *people: str) -> list[str]:
    return [finding.text for finding in proofread(report, people)]


def about(report: Report, text: str) -> list[str]:
    return remarks(replace(report, prose=ReportProse(summary=text)))


def test_a_sound_report_gives_nothing_to_ask(made: Report) -> None:
    assert remarks(made) == []


@pytest.mark.parametrize(
    "text, begins",
    [
        ("In {{ all }} we met.", "Unknown placeholder: “all”."),
        (
            "The sectors were 46/35/9/5/1% of us.",
            "46, 35, 9, 5, and 1 add up to 96.",
        ),
        ("46 % government, 35 % NGO and 24% media.", "46, 35, and 24 add up to 105."),
        ("We spoke on six topics.", "You wrote “six topics”, but the total is 2."),
        (
            "The 16 priority issues stand below.",
            "You wrote “16 priority issues”, but the total is 4.",
        ),
        (
            "67% of participants learned a lot.",
            "“67% of participants learned a lot.”: add “of those who answered”",
        ),
        (
            "{{ survey.recommend.yes }} of participants would recommend it.",
            "“{{ survey.recommend.yes }} of participants would recommend it.”: add “of",
        ),
    ],
)
def test_a_mistake_is_found(made: Report, text: str, begins: str) -> None:
    (found,) = about(made, text)
    assert found.startswith(begins)


@pytest.mark.parametrize(
    "text",
    [
        "46 % government, 34 % NGO and 20 % media.",
        "67 % learned a lot, 87 % would use it and 97 % would recommend it.",
        "We spoke on two themes, and wrote 8 recommendations.",
        "Each theme has its recommendations.",
        "67% of those who answered learned a lot.",
        "Half of the participants came by boat.",
        "We spoke on sıx topics, or on six topicſ.",
    ],
)
def test_a_good_sentence_is_left_alone(made: Report, text: str) -> None:
    assert about(made, text) == []


def test_each_theme_is_too_much_where_one_has_no_recommendation(app: Flask) -> None:
    made = report_of(small_room(app))
    (found,) = about(made, "Each theme was answered.")
    without = "Corruption and Coordination"
    assert found == f"The text says “Each theme”, but there is no recommendation for {without}."


def test_texts_in_another_language_are_read_for_figures_only(made: Report) -> None:
    in_thai = replace(made, language="th")
    assert about(in_thai, "six topics") == []
    assert about(in_thai, "{{ six }}") == ["Unknown placeholder: “six”."]


@pytest.mark.parametrize(
    "actors, alike",
    [
        (["The police", "police"], True),
        (["UNODC", "United Nations Office on Drugs and Crime (UNODC)"], True),
        (["Ministries of Justice", "Ministry of Justice"], True),
        (["Ministries", "Donors"], False),
        (["Park rangers", "park rangers"], False),  # one name in the index already
        (["ASEAN", "ASEM"], False),
    ],
)
def test_one_actor_in_two_spellings_is_found(made: Report, actors: list[str], alike: bool) -> None:
    found = remarks(_asking(made, actors))
    assert len(found) == alike


def _asking(report: Report, actors: list[str]) -> Report:
    """The report with one recommendation, addressed to these actors."""
    asked = Recommendation(
        text="Text", actors=tuple(actors), action="act", group=None, standing=None
    )
    first = report.themes[0]
    issue = replace(first.issues[0], recommendations=[asked])
    return replace(report, themes=[replace(first, issues=[issue])], prose=ReportProse())


def test_a_person_named_in_a_recommendation_is_found(made: Report) -> None:
    asked = Recommendation(text="Somchai Example should resign.", group=None, standing=None)
    first = made.themes[0]
    issue = replace(first.issues[0], recommendations=[asked])
    named = replace(made, themes=[replace(first, issues=[issue])], prose=ReportProse())
    assert remarks(named, "Somchai Example", "Anna") == ["Is “Somchai Example” a person’s name?"]


def test_an_office_that_is_asked_something_is_no_person(made: Report) -> None:
    asked = _asking(made, ["The regional secretariat"])
    issue = replace(asked.themes[0].issues[0], rationale="The regional secretariat is small.")
    named = replace(asked, themes=[replace(asked.themes[0], issues=[issue])])
    assert remarks(named, "Regional secretariat") == []
