"""What the report says after a final vote in two stages: the second one decides."""

import io
from collections.abc import Collection
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from polling.contests.models import FINALISTS
from polling.core.db import reading, transaction
from polling.final_vote import actions
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.final_vote.two_stages.finalists import proposed
from polling.report.blocks import Table
from polling.report.document import document
from polling.report.figures.facts import Recommendation, Report, Theme
from polling.report.formats import FORMATS
from polling.report.sections.overall import overall
from polling.report.sections.summary import highlights
from polling.report.sections.themes import Telling, theme_section
from polling.voting.ratings import wilson
from polling.workshop.models import Workshop
from tests.final_vote import electorate, raters
from tests.report.conftest import report_of
from tests.report.pieces import missing, pieces, read
from tests.room import Room


def revealed(room: Room, *, without: Collection[int] = ()) -> Report:
    """The report after both stages; no recommendation of some themes came into the second."""
    raters.open_first(room)
    raters.rate_by_taste(room)
    raters.close(room)
    with transaction() as session:
        found = proposed(session, session.get_one(Workshop, room.workshop_id)).all
        barred = {
            o for one in room.contests("rating") if one.theme_id in without for o in one.options
        }
        chosen = [int(one) for one in found if one not in barred]
        two_stages.confirm(session, room.organizer, options=chosen, titles={})
    electorate.approve_by_taste(room, raters.open_second(room), room.participants[:-4])
    raters.close(room, FINALISTS)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
    return report_of(room)


def recommendations(theme: Theme) -> list[Recommendation]:
    return [one for issue in theme.issues for one in issue.recommendations]


def summary(room: Room, made: Report) -> list[str]:
    with room.app.test_request_context():
        return [piece for piece in pieces(highlights(made)) if piece]


def test_the_summary_has_what_came_first_of_each_theme_in_the_final_choice(two: Room) -> None:
    made = revealed(two)
    said = summary(two, made)
    assert said[0].startswith("What came first of each theme in the final choice")
    assert made.finalists
    for theme in made.themes:
        finals = [one for one in recommendations(theme) if one.final]
        best = min(one.final.rank for one in finals if one.final)
        for one in finals:
            assert one.final
            assert (one.text in said) == (one.final.rank == best)
            if one.final.rank == best:
                figures, part = said[said.index(one.text) + 1], one.final.support
                share = f"{part.count} of {part.of} ({part.percent} %)"
                place = f"place {best} of {len(made.finalists.standings)}"
                assert figures == f"Final choice: {place}, chosen by {share}."
    rated_first = [min(recommendations(theme), key=rank_when_rated) for theme in made.themes]
    assert any(one.text not in said for one in rated_first)  # or this would show nothing


def rank_when_rated(one: Recommendation) -> int:
    assert one.standing
    return one.standing.rank


def test_a_theme_that_has_no_finalist_is_said_to_be_rated(two: Room) -> None:
    theme_id = two.contests("rating")[0].theme_id
    made = revealed(two, without={theme_id or 0})
    theme = next(one for one in made.themes if one.id == theme_id)
    first = min(recommendations(theme), key=rank_when_rated)
    said = summary(two, made)
    figures = said[said.index(first.text) + 1]
    assert figures.startswith("Not in the final choice, but rated highest. Supported by ")


def test_under_its_issue_the_final_choice_stands_before_what_was_only_rated(two: Room) -> None:
    made = revealed(two)
    for theme in made.themes:
        for issue in theme.issues:
            finals = [one.final.rank if one.final else 99 for one in issue.recommendations]
            assert finals == sorted(finals)
            rest = [one for one in issue.recommendations if not one.final]
            assert [rank_when_rated(one) for one in rest] == sorted(map(rank_when_rated, rest))


def test_each_of_two_figures_says_which_it_is_and_the_theme_why_they_differ(two: Room) -> None:
    made = revealed(two)
    with two.app.test_request_context():
        theme = made.themes[0]
        said = list(pieces([theme_section(theme, Telling({}, made.finalists, ""))]))
    assert sum("Two figures stand with what came into the final choice" in one for one in said) == 1
    for one in recommendations(theme):
        figures = next(each for each in said[said.index(one.text) :] if "upported by" in each)
        assert ("Final choice: place" in figures) == (one.final is not None)
        assert ("First stage: supported by" in figures) == (one.final is not None)


def test_a_range_follows_how_many_of_the_room_may_rate(two: Room) -> None:
    made = revealed(two)
    groups = [two.actor(person).group_id for person in two.participants]
    with reading():
        contest = two.contests("rating")[0]
    rated = {one.id: one for theme in made.themes for one in recommendations(theme)}
    for option in contest.options:
        standing = rated[option].standing
        assert standing
        writer = contest.rule["authors"][str(option)]
        assert standing.electorate == sum(group != writer for group in groups)
        share, of = standing.support.share, standing.support.of
        assert standing.interval == wilson(share, of, standing.electorate)
        assert standing.interval[1] - standing.interval[0] < wilson(share, of)[1]


def test_the_overall_list_says_what_was_common_ground_or_disputed(two: Room) -> None:
    made = revealed(two)
    assert made.finalists
    first, second, third = (text for text, _standing in made.finalists.standings[:3])
    made = rated_as(made, first, is_disputed=True)
    made = rated_as(made, second, is_common=True)
    made = rated_as(made, third)
    with two.app.test_request_context():
        table = next(block for block in overall(made) if isinstance(block, Table))
    told = [f"{first} (disputed)", f"{second} (common ground)", third]
    assert [row[1] for row in table.rows[:3]] == told
    assert table.note == "In brackets: what was common ground, or disputed, in the first stage."


def rated_as(
    made: Report, text: str, *, is_common: bool = False, is_disputed: bool = False
) -> Report:
    """The report as if this had been found of a recommendation when it was rated."""

    def changed(one: Recommendation) -> Recommendation:
        if one.text != text or not one.standing or not one.standing.rated:
            return one
        rated = replace(one.standing.rated, is_common=is_common, is_disputed=is_disputed)
        return replace(one, standing=replace(one.standing, rated=rated))

    themes = [
        replace(
            theme,
            issues=[
                replace(issue, recommendations=[changed(one) for one in issue.recommendations])
                for issue in theme.issues
            ],
        )
        for theme in made.themes
    ]
    return replace(made, themes=themes)


def test_all_formats_have_the_same_figures_of_both_stages(two: Room) -> None:
    made = revealed(two)
    exported = {key: one.render(made) for key, one in FORMATS.items() if one.is_report}
    told = document(made)
    texts = read(exported, told)
    assert {key: missing(told, text) for key, text in texts.items()} == {key: [] for key in texts}
    columns, *rows = load_workbook(io.BytesIO(exported["xlsx"]))["ratings"].iter_rows(
        values_only=True
    )
    sheet = [dict(zip(columns, row, strict=True)) for row in rows]
    said = " ".join(pieces(told.blocks))
    for row in sheet:
        if row["low"] is not None:
            low, high = round(100 * float(str(row["low"]))), round(100 * float(str(row["high"])))
            assert f"In the whole room perhaps {low} to {high} % support it." in said


@pytest.mark.parametrize("printed", [True, False], ids=["with the agenda", "without"])
def test_issues_lead_to_the_sessions_they_were_noted_in(two: Room, *, printed: bool) -> None:
    theme = report_of(two).themes[0]
    with two.app.test_request_context():
        section = theme_section(theme, Telling({}, None, "agenda" if printed else ""))
    noted = [issue.sources for issue in theme.told]
    pointers = [
        (item.pointer.text, item.pointer.anchor) if item.pointer else None
        for block in section.blocks[-1].blocks[-1:]  # type: ignore[union-attr]
        for item in block.items  # type: ignore[union-attr]
    ]
    anchor = "agenda" if printed else ""
    assert pointers == [
        (f"Noted in {', '.join(sources)}.", anchor) if sources else None for sources in noted
    ]
    assert any(noted)
