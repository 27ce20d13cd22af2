"""Sentences on figures that are easily misread: ties, equal scores, and repeated answers."""

from dataclasses import replace

import pytest
from flask import Flask

from polling.core.i18n import speaking
from polling.demo.content import demo_workshop
from polling.report.data.report_data import NearMiss, Report
from polling.report.data.score_points import points_apart
from polling.report.data.vote_data import ContestStanding, Share
from polling.report.document import publication
from polling.report.document_blocks import Entries
from polling.report.formats.markdown import markdown
from polling.report.formats.pptx import _turnout
from polling.report.sections.executive_summary import _runs, key_figures, priorities
from polling.report.sections.method import _near_miss, _places
from polling.report.sections.support_columns import first_places, place_of
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


@pytest.mark.parametrize(
    "turnouts, paper, said",
    [
        ([(70, 78), (70, 78)], 0, [("90%", "final vote turnout (70 of 78)")]),
        ([(70, 78), (40, 78)], 0, [("51–90%", "final vote turnout in each theme")]),
        ([(39, 78), (40, 80)], 0, [("50%", "final vote turnout in each theme")]),
        ([(70, 78), (0, 0)], 0, [("90%", "final vote turnout (70 of 78)")]),
        ([(70, 78), (70, 78)], 3, []),
    ],
)
def test_the_turnout_is_that_of_all_themes(
    app: Flask,
    made: Report,
    turnouts: list[tuple[int, int]],
    paper: int,
    said: list[tuple[str, str]],
) -> None:
    themes = [
        replace(theme, final_vote=replace(theme.final_vote, turnout=Share(*turnout), paper=paper))
        for theme, turnout in zip(made.themes, turnouts, strict=True)
        if theme.final_vote
    ]
    with app.test_request_context():
        figures = key_figures(replace(made, themes=themes))
    assert [one for one in figures if "turnout" in one[1]] == said


def test_the_slide_on_turnout_says_where_paper_is_not_part_of_it(app: Flask, made: Report) -> None:
    first, second = made.themes
    assert first.final_vote
    on_paper = replace(first, final_vote=replace(first.final_vote, paper=2))
    with app.test_request_context():
        names = [name for name, _ in _turnout(replace(made, themes=[on_paper, second]))]
    assert names[2:] == ["Final vote: Corruption (by phone)", "Final vote: Coordination"]


def test_only_ranges_next_to_each_other_are_too_close_to_call(app: Flask, made: Report) -> None:
    vote = made.themes[0].final_vote
    assert vote

    def standing(rank: int, count: int, of: int) -> tuple[str, ContestStanding]:
        return "", ContestStanding(rank, 0, Share(count, of), None, made_cut=True, electorate=20)

    ahead = replace(vote, standings=[standing(1, 18, 20), standing(2, 16, 20), standing(3, 3, 4)])
    close = replace(vote, standings=[standing(1, 8, 10), standing(2, 7, 10), standing(3, 0, 20)])
    assert (first_places(ahead), first_places(close)) == (1, 2)


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


def test_a_first_place_that_many_share_is_listed_in_full(app: Flask, made: Report) -> None:
    one = next(one for one in made.recommendations if one.standing)
    assert one.standing
    first = replace(one, standing=replace(one.standing, rank=1, support=Share(40, 78)))
    issue = next(issue for theme in made.themes for issue in theme.issues)
    shared = replace(made.themes[0], issues=[replace(issue, recommendations=[first] * 7)])
    with app.test_request_context(), speaking("en"):
        (listed,) = priorities(replace(made, themes=[shared, shared], finalists=None))
    assert isinstance(listed, Entries)
    assert len(listed.entries) == 14
