"""Sentences on figures that are easily misread: ties, equal scores, and repeated answers."""

from dataclasses import replace

import pytest
from flask import Flask

from polling.core.i18n import speaking
from polling.demo.content import demo_workshop
from polling.report.data.load_two_stages import points_apart
from polling.report.data.report_data import NearMiss, Report
from polling.report.document import publication
from polling.report.formats.markdown import markdown
from polling.report.sections.executive_summary import _runs
from polling.report.sections.method import _near_miss, _places
from polling.report.sections.support_columns import place_of
from polling.report.sections.survey import _voice


@pytest.mark.parametrize(
    "one, another, written",
    [
        (0.52, 0.5, ("52.0", "50.0")),
        (0.48148, 0.48077, ("48.15", "48.08")),
        (0.5, 0.5, ("50.0", "50.0")),
    ],
)
def test_different_scores_look_different(
    app: Flask, one: float, another: float, written: tuple[str, str]
) -> None:
    with app.test_request_context(), speaking("en"):
        assert points_apart(one, another) == written


def test_an_equal_score_is_explained_by_support(app: Flask, made: Report) -> None:
    level = NearMiss("1.2.1", "48.1", "2.1.1", "48.1", 1)
    with app.test_request_context():
        assert "same rating as 2.1.1 (48.1), but was supported by more" in _near_miss(
            replace(made, near_miss=level)
        )


def test_no_more_issues_become_priorities_than_a_theme_has(app: Flask, made: Report) -> None:
    first, second = [theme.ranking for theme in made.themes if theme.ranking]
    two, three = replace(first, places=3, standings=first.standings[:2]), replace(second, places=3)
    with app.test_request_context():
        said = " ".join(_places([two, three]))
    assert said.startswith("The top 2 or 3 issues in each theme became priority issues. If ")


def test_close_ranks_are_named_as_the_table_prints_them() -> None:
    assert _runs([1, 0, 0, 9, 2], [1, 2, 2, 2, 5, 6]) == ["1–2", "5–6"]
    assert _runs([0, 5], [1, 1, 3]) == []  # equal ranks need no words


def test_references_are_sorted_by_their_numbers() -> None:
    assert sorted(["2.1.10", "1.2.1", "2.1.9"], key=place_of) == ["1.2.1", "2.1.9", "2.1.10"]


@pytest.mark.parametrize(
    "text, people, printed",
    [
        ("More time.", 2, "More time (2 people)"),
        ("Young people.", 1, "Young people (1 person)"),
        ("Less talk. More time.", 2, "Less talk. More time. (2 people)"),
        ("Why?", 3, "Why? (3 people)"),
    ],
)
def test_a_repeated_answer_ends_with_the_number_of_people(
    app: Flask, text: str, people: int, printed: str
) -> None:
    with app.test_request_context():
        assert _voice(text, people) == printed


def test_the_sessions_of_an_issue_are_in_the_order_of_the_agenda(made: Report) -> None:
    first, *others = made.themes
    issue = replace(first.told[0], sources=["A2", "A1"])
    issues = [issue, *first.issues[1:]]
    text = markdown(publication(replace(made, themes=[replace(first, issues=issues), *others])))
    assert "Raised in sessions A1 and A2." in text


def test_the_demo_names_its_publisher_and_how_to_cite_it() -> None:
    imprint = demo_workshop().report.imprint
    assert all([imprint.publisher, imprint.citation, imprint.licence, imprint.contact])
