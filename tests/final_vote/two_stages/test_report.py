"""The report after a final vote in two stages, of which the second decides."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from polling.contests.kinds import FINALISTS
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.final_vote import actions
from polling.final_vote.two_stages.actions.lifecycle import confirm
from polling.final_vote.two_stages.queries import confirmed
from polling.final_vote.two_stages.short_titles import short_title
from polling.recommendations import models
from polling.recommendations.sentence import sentence
from polling.report.data.report_data import Recommendation, Report, Theme
from polling.report.document import annex
from polling.report.document import publication as document
from polling.report.document_blocks import Block, Entries, Paragraph, Section
from polling.report.formats import FORMATS
from polling.report.sections.across_themes import overall
from polling.report.sections.executive_summary import _note
from polling.report.sections.method import _finalists
from polling.report.sections.support_columns import values
from polling.report.sections.themes import Telling, theme_section
from polling.voting.ratings import wilson
from polling.workshop.models import LogEntry
from tests.final_vote import electorate, raters
from tests.prepared_rooms import Prepared
from tests.report.conftest import report_of
from tests.report.document_pieces import missing, pieces, read
from tests.room import Room
from tests.screen.shown_results import show_whole


@pytest.fixture
def made(rated: Room, prepared: Prepared) -> Report:
    """The report after both stages."""
    return prepared.get(revealed, rated)


def revealed(room: Room) -> Report:
    return voted(room, raters.confirm(room))


def voted(room: Room, _confirmed: Contest) -> Report:
    """The report after the second stage."""
    electorate.approve_by_taste(room, raters.open_second(room), room.participants[:-4])
    raters.close(room, FINALISTS)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)
    return report_of(room)


@pytest.mark.usefixtures("rated")
def test_the_annex_lists_the_short_titles_that_organizers_edited(two: Room) -> None:
    before = raters.confirm(two)
    first, second, *_ = options = before.options
    with reading() as session:
        written = {one: session.get_one(models.Recommendation, one) for one in options}
        texts = {one: sentence(row) for one, row in written.items()}
        titles = {one: short_title(row) for one, row in written.items()}
    titles |= {first: titles[second], second: titles[first]}
    with transaction() as session:
        seen = mark(confirmed(before))
        contest = confirm(session, two.organizer, options=options, titles=titles, seen=seen)
    told = voted(two, contest)
    reference = {one.text: one.reference for one in told.recommendations}
    said = list(pieces(annex(told).everything))
    notes = [at for at, piece in enumerate(said) if piece.startswith("Short title: ")]
    assert {said[at - 1].split()[0]: said[at] for at in notes} == {
        reference[texts[one]]: f"Short title: “{titles[one]}”" for one in (first, second)
    }
    with reading() as session:
        query = session.query(LogEntry).filter(LogEntry.action == "finalist-titled")
        logged = [entry.detail for entry in query.order_by(LogEntry.id)]
    assert logged == [{"text": texts[one], "name": titles[one]} for one in sorted((first, second))]


def test_titles_that_nobody_edited_are_not_listed(made: Report) -> None:
    assert made.finalists
    assert made.finalists.titles == []


def with_finalists(made: Report, extra: int, wild_cards: int) -> str:
    """The sentence on the finalists, with this many more than issues."""
    assert made.finalists
    finalists = [*made.recommendations, *made.left_out]
    issues = {one.reference.rpartition(".")[0] for one in finalists if one.final}
    standings = made.finalists.standings[: len(issues) + extra]
    final = replace(made.finalists, standings=standings, wild_cards=wild_cards)
    return _finalists(made, final)


@pytest.mark.parametrize(
    "extra, wild_cards, ends",
    [
        (0, 0, "on each issue became a finalist."),
        (1, 0, "became a finalist. Because of ties, there was 1 extra finalist."),
        (1, 1, "plus the 1 with the next highest rating."),
        (3, 1, "the next highest rating. Because of ties, there were 2 extra finalists."),
        (3, 8, "plus the 3 with the next highest ratings."),
    ],
)
def test_ties_are_told_apart_from_wild_cards(
    two: Room, made: Report, extra: int, wild_cards: int, ends: str
) -> None:
    with two.app.test_request_context():
        assert with_finalists(made, extra, wild_cards).endswith(ends)


def recommendations(theme: Theme) -> list[Recommendation]:
    return [one for issue in theme.issues for one in issue.recommendations]


def test_the_summary_is_the_overall_list_in_the_order_of_the_final_vote(made: Report) -> None:
    page = next(one for one in document(made).opening if isinstance(one, Section))
    listed = next(one for one in page.blocks if isinstance(one, Entries))
    assert made.finalists
    final = {one.reference: one.final for t in made.themes for one in recommendations(t)}
    ranks = [found.rank for entry in listed.entries if (found := final[entry.reference])]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(listed.entries)
    for entry in listed.entries:
        found = final[entry.reference]
        assert found
        assert entry.values[-1] == f"{found.support.percent}%"


def leaving_out(made: Report, rank: int) -> tuple[Report, Recommendation]:
    """The report without a finalist of this rank, and this finalist."""
    gone = next(one for one in made.recommendations if one.final and one.final.rank == rank)
    themes = [
        replace(
            theme,
            issues=[
                replace(
                    issue,
                    recommendations=[one for one in issue.recommendations if one is not gone],
                    left_out=[one for one in issue.recommendations if one is gone],
                )
                for issue in theme.issues
            ],
        )
        for theme in made.themes
    ]
    return replace(made, themes=themes), gone


def with_each(made: Report, change: Callable[[Recommendation], Recommendation]) -> Report:
    """The report with this change of each recommendation."""
    themes = [
        replace(
            theme,
            issues=[
                replace(issue, recommendations=[change(one) for one in issue.recommendations])
                for issue in theme.issues
            ],
        )
        for theme in made.themes
    ]
    return replace(made, themes=themes)


def with_ranks(made: Report, *ranks: int) -> Report:
    """The report whose finalists, in order of their ranks, have these instead; then none."""
    assert made.finalists
    finalists = sorted((one.final.rank, one.id) for one in made.recommendations if one.final)
    given = {one: rank for (_old, one), rank in zip(finalists, ranks, strict=False)}

    def ranked(one: Recommendation) -> Recommendation:
        if not one.final or one.id not in given:
            return replace(one, final=None)
        rank = given[one.id]
        support = replace(one.final.support, count=60 - rank, of=78)
        return replace(
            one, final=replace(one.final, rank=rank, support=support, made_cut=rank <= 10)
        )

    return with_each(made, ranked)


@pytest.mark.parametrize(
    "ranks, following",
    [
        ([*range(1, 10), 10, 10, 10, 10, 14], "recommendation, {}, needed 4 more ballots "),
        ([*range(1, 11), 11, 11], "recommendations, {} and {}, share a rank. Each needed 1 more "),
    ],
)
def test_the_summary_never_prefers_one_of_two_equal_finalists(
    two: Room, made: Report, ranks: list[int], following: str
) -> None:
    tied = with_ranks(made, *ranks)
    page = next(one for one in document(tied).opening if isinstance(one, Section))
    entries = next(one for one in page.blocks if isinstance(one, Entries)).entries
    assert len(entries) == sum(rank <= 10 for rank in ranks)
    printed = {one.reference for one in entries}
    others = [one.reference for one in tied.recommendations if one.final]
    with two.app.test_request_context():
        said = _note(tied)
    assert said.startswith(f"These {len(entries)} of the ")
    next_ones = following.format(*(one for one in others if one not in printed))
    assert f"The next {next_ones}" in said


def ranks_of(made: Report) -> list[int]:
    return sorted(one.final.rank for one in made.recommendations if one.final)


def test_the_summary_says_that_a_finalist_chosen_more_often_is_not_printed(
    two: Room, made: Report
) -> None:
    assert made.finalists
    twelve, every = with_ranks(made, *range(1, 13)), len(made.finalists.standings)
    with two.app.test_request_context():
        whole, said = _note(twelve), _note(leaving_out(twelve, 4)[0])
    assert whole.startswith(f"These 10 of the {every} finalists were chosen most often.")
    assert said.startswith(
        f"Of the {every} finalists, the list has the 10 chosen most often, except 1 that "
    )
    about = "The next recommendation, "
    assert said.partition(about)[2] == whole.partition(about)[2]


def test_the_next_recommendation_is_named_although_it_is_not_printed(
    two: Room, made: Report
) -> None:
    part, gone = leaving_out(with_ranks(made, *range(1, 13)), 11)
    with two.app.test_request_context():
        assert f"The next recommendation, {gone.reference}, needed 1 more ballot" in _note(part)
        assert _note(part).startswith("These ")


def test_without_a_printed_finalist_the_summary_has_no_list(two: Room, made: Report) -> None:
    gone = made
    while ranks_of(gone):
        gone, _one = leaving_out(gone, ranks_of(gone)[0])
    with two.app.test_request_context():
        assert _note(gone) == ""


def rank_when_rated(one: Recommendation) -> int:
    assert one.standing
    return one.standing.rank


def test_under_an_issue_finalists_come_before_other_rated_recommendations(made: Report) -> None:
    for theme in made.themes:
        for issue in theme.issues:
            finals = [one.final.rank if one.final else 99 for one in issue.recommendations]
            assert finals == sorted(finals)
            rest = [one for one in issue.recommendations if not one.final]
            assert [rank_when_rated(one) for one in rest] == sorted(map(rank_when_rated, rest))


def test_the_numbers_that_order_recommendations_are_printed_next_to_them(made: Report) -> None:
    for theme in made.themes:
        for issue in theme.told:
            rows = [values(made, issue, one) for one in issue.recommendations]
            finals = [row[0] for row in rows if row[0] != "–"]
            scores = [float(row[1]) for row in rows[len(finals) :]]
            shares = [int(share.removesuffix("%")) for share in finals]
            assert all(row[0] == "–" for row in rows[len(finals) :])
            assert shares == sorted(shares, reverse=True)
            assert scores == sorted(scores, reverse=True)


def test_a_range_follows_how_many_of_the_room_may_rate(two: Room, made: Report) -> None:
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


def test_what_has_a_label_is_listed_under_it(two: Room, made: Report) -> None:
    assert made.finalists
    first, second, third = (text for text, _standing in made.finalists.standings[:3])
    made = rated_as(made, first, is_split=True)
    made = rated_as(made, second, is_broad=True)
    made = rated_as(made, third)
    with two.app.test_request_context():
        lists = {
            section.title: [
                entry.text
                for block in section.blocks
                if isinstance(block, Entries)
                for entry in block.entries
            ]
            for section in overall(made)
            if isinstance(section, Section)
        }
    assert first in lists["Opinions differ on timing"]
    assert second in lists["Broad support"]
    assert all(third not in texts for texts in lists.values())


def rated_as(made: Report, text: str, *, is_broad: bool = False, is_split: bool = False) -> Report:
    """The report as if a recommendation had been rated like this."""

    def changed(one: Recommendation) -> Recommendation:
        if one.text != text or not one.standing or not one.standing.rated:
            return one
        rated = replace(
            one.standing.rated, has_majority=True, in_sectors=is_broad, is_split=is_split
        )
        return replace(one, standing=replace(one.standing, rated=rated))

    return with_each(made, changed)


def test_all_formats_have_the_same_figures_of_both_stages(made: Report) -> None:
    made = replace(made, themes=made.themes[:2])  # all kinds of figures, in a third of the time
    exported = {key: one.render(made) for key, one in FORMATS.items() if one.is_report}
    told = document(made)
    texts = read(exported, told)
    assert {key: missing(told, text) for key, text in texts.items()} == {key: [] for key in texts}
    told = annex(made)
    texts = read({key.removeprefix("annex-"): content for key, content in exported.items()}, told)
    assert {key: missing(told, text) for key, text in texts.items()} == {key: [] for key in texts}
    columns, *rows = load_workbook(io.BytesIO(exported["xlsx"]))["ratings"].iter_rows(
        values_only=True
    )
    sheet = [dict(zip(columns, row, strict=True)) for row in rows]
    said = " ".join(pieces(told.blocks))
    for row in sheet:
        if row["low"] is not None:
            low, high = round(100 * float(str(row["low"]))), round(100 * float(str(row["high"])))
            assert f"{low}–{high}%" in said


@pytest.mark.parametrize("printed", [True, False])
def test_issues_lead_to_the_sessions_they_were_noted_in(two: Room, *, printed: bool) -> None:
    made = report_of(two)
    theme = made.themes[0]
    anchor = "agenda" if printed else ""
    with two.app.test_request_context():
        section = theme_section(theme, Telling(made, {}, anchor))
    for issue in theme.told:
        said = [block for block in _of(section, issue.headline) if isinstance(block, Paragraph)]
        noted = [block for block in said if "Raised in session" in block.text]
        assert [block.anchor for block in noted] == ([anchor] if issue.sources else [])
    assert any(issue.sources for issue in theme.told)


def _of(section: Section, title: str) -> list[Block]:
    parts = [one for one in section.blocks if isinstance(one, Section)]
    return next(one.blocks for one in parts if one.title == title)
