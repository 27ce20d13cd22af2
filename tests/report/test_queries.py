"""The report's query: figures with denominators, from votes here or in a file."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from polling.contests.casting.ballot_terms import names_of
from polling.contests.kinds import FINAL, RANKING, RATING
from polling.contests.models import Contest
from polling.core.db import transaction
from polling.recommendations.models import Recommendation
from polling.report.data.people_data import Cell
from polling.report.data.report_data import Report
from polling.report.data.vote_data import Share
from polling.report.document import annex
from polling.report.formats.markdown import markdown
from polling.report.queries import report
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from tests.report import small_workshop
from tests.report.conftest import MOMENT, report_of
from tests.room import Room


def written(made: Report, theme: int = 0) -> list[str]:
    return [one.action for issue in made.themes[theme].told for one in issue.recommendations]


def answers(made: Report) -> list[object]:
    return [(tally.answered, tally.bars, tally.texts) for tally in made.survey.tallies]


def test_the_key_figures_count_what_there_is(made: Report) -> None:
    assert (made.present, len(made.priority_issues), len(made.recommendations)) == (12, 4, 8)
    assert (made.groups, made.ballots) == ({1, 2}, 2 * 12 + 2 * 6)


def test_priority_issues_come_in_their_order(made: Report) -> None:
    told = [(issue.priority, issue.headline) for issue in made.themes[0].told]
    assert told == [(1, "Nobody reads the declarations"), (2, "Scanners stand still")]


def test_a_ranking_has_its_turnout_and_what_each_figure_is_of(made: Report) -> None:
    ranking = made.themes[0].ranking
    assert ranking is not None
    assert (ranking.turnout, ranking.abstained) == (Share(12, 12), 1)
    _, first = ranking.standings[0]
    assert (first.rank, first.score, first.first, first.support) == (1, 30, 8, Share(11, 12))


def test_recommendations_stand_in_the_order_of_their_support(made: Report) -> None:
    actions = ["pay for scanners that work", "publish what permits cost", "answer at night"]
    assert written(made)[:3] == actions


def test_support_is_of_those_who_could_give_it(made: Report) -> None:
    standings = [one.standing for one in made.themes[0].told[0].recommendations]
    assert [standing and standing.support for standing in standings] == [
        Share(6, 6),
        Share(4, 6),
        Share(2, 6),
    ]


def test_without_a_final_vote_they_keep_the_order_in_which_they_were_given(app: Flask) -> None:
    room = small_workshop.small_room(app)
    small_workshop.rank(room)
    small_workshop.draft(room)
    actions = ["publish what permits cost", "answer at night", "pay for scanners that work"]
    assert written(report_of(room))[:3] == actions


def test_without_any_vote_all_issues_keep_their_order(app: Flask) -> None:
    made = report_of(small_workshop.small_room(app))
    told = [issue.headline for issue in made.themes[0].told]
    assert told == [
        "Permits can be bought",
        "Nobody reads the declarations",
        "Scanners stand still",
    ]


def test_what_has_not_been_revealed_is_not_in_it(app: Flask) -> None:
    room = small_workshop.small_room(app)
    small_workshop.rank(room)
    small_workshop.draft(room)
    small_workshop.vote(room, reveal=False)
    made = report_of(room)
    assert [vote.kind for vote in made.votes] == [RANKING, RANKING]
    assert written(made)[0] == "publish what permits cost"


def test_options_chosen_by_hand_come_first(day: Room) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, day.contests(FINAL)[0].id)
        contest.decision = {"winners": [contest.options[1]], "reason": "The vote was close."}
    made = report_of(day)
    final_vote = made.themes[0].final_vote
    assert written(made)[0] == "answer at night"
    assert final_vote is not None
    assert final_vote.said[0].endswith("The vote was close.")


def test_deleted_and_empty_recommendations_are_not_in_it(day: Room) -> None:
    with transaction() as session:
        first, second = session.scalars(select(Recommendation.id).limit(2))
        gone = update(Recommendation).where(Recommendation.id == first)
        session.execute(gone.values(deleted_at=MOMENT))
        begun = update(Recommendation).where(Recommendation.id == second)
        session.execute(begun.values(action=""))
    assert len(report_of(day).recommendations) == 6


def test_a_given_sentence_is_printed_unchanged(app: Flask) -> None:
    given = "States, in short, should act together: now!"
    issue = {"headline": "Slow", "recommendations": [{"text": given}]}
    room = Room.of(
        app, small_workshop.small_file(themes=[{"title": "Time", "issues": [issue]}], groups=[])
    )
    assert [one.text for one in report_of(room).recommendations] == [given]


def test_few_people_are_in_the_rest_and_all_sum_to_those_present(made: Report) -> None:
    # Three people from NGOs are too few to show, and so is a rest of three: nothing is shown.
    assert made.breakdowns == []


def test_large_enough_answers_are_shown_with_the_rest(app: Flask) -> None:
    room = small_workshop.small_room(app)
    room.join(12)  # two of each sector
    sector = report_of(room).breakdowns[0]
    assert sector.cells == [Cell("Government", 12, 50), Cell("NGO", 6, 25), Cell("", 6, 25)]


def test_the_survey_has_how_many_answered_of_how_many(made: Report) -> None:
    assert made.survey.responses == Share(8, 12)
    bars = made.survey.tallies[0].bars
    assert [(bar.count, bar.percent) for bar in bars[2:]] == [(3, 38), (3, 38), (2, 25)]


def test_a_question_that_few_answered_is_hidden(made: Report) -> None:
    assert [tally.asked.key for tally in made.survey.tallies] == [
        "learned",
        "recommend",
        "best",
        "improve",
    ]
    assert made.survey.hidden == 1


def test_an_exported_workshop_that_is_imported_again_has_the_same_report(day: Room) -> None:
    with transaction() as session:
        copy = load(session, dump(session, by_id(session, day.workshop_id)))
        of_copy = report(session, copy, MOMENT)
    original = report_of(day)
    assert of_copy.imported
    assert replace(of_copy, survey=original.survey, imported=False) == original
    assert answers(of_copy) == answers(original)


def test_two_recommendations_of_one_wording_keep_their_own_support(day: Room) -> None:
    with transaction() as session:
        session.execute(
            update(Recommendation).values(actors=["All"], action="act", by="", rationale="")
        )
        of_votes = select(Contest).where(Contest.kind.in_((RATING, FINAL)))
        for contest in session.scalars(of_votes):  # as if they had been counted with this wording
            contest.result = {**contest.result, "names": names_of(session, [contest])[contest.id]}
    before = [one.standing for one in report_of(day).recommendations]
    with transaction() as session:
        copy = load(session, dump(session, by_id(session, day.workshop_id)))
        after = [one.standing for one in report(session, copy, MOMENT).recommendations]
    assert len(set(before)) > 1
    assert after == before


@pytest.mark.parametrize(
    "broken",
    [
        {"result": {}},
        {"rule": {}},
        {"rule": {"rule": "unheard-of", "places": 1}},
        {"rule": {"rule": "top-three", "places": "many"}},
        {"result": {"outcome": [], "support": 1}},
        {"decision": {"winners": None}},
        {"decision": {"reason": "none named"}},
    ],
    ids=lambda broken: str(broken)[:40],
)
def test_a_vote_from_a_file_that_cannot_be_read_is_left_out(
    day: Room, broken: dict[str, Any]
) -> None:
    with transaction() as session:
        file = dump(session, by_id(session, day.workshop_id))
        first, *rest = file.results.contests
        file.results.contests = [first.model_copy(update=broken), *rest]
        made = report(session, load(session, file), MOMENT)
    assert (made.themes[0].ranking, len(made.votes)) == (None, 3)


def test_a_merged_recommendation_says_what_it_was_made_from(day: Room) -> None:
    with transaction() as session:
        first, second = session.scalars(select(Recommendation).order_by(Recommendation.id).limit(2))
        old = [one.action for one in (first, second)]
        merged = Recommendation(
            issue_id=first.issue_id, group_id=first.group_id, position=1, action="do both"
        )
        merged.merged_from = [first, second]
        session.add(merged)
        for one in merged.merged_from:
            one.deleted_at = MOMENT
    made = report_of(day)
    [found] = [one for one in made.recommendations if one.action == "do both"]
    assert [(one.action, one.group) for one in found.merged_from] == [(one, 1) for one in old]
    text = markdown(annex(made))
    assert text.count("Merged from:") == 2, text


def test_a_group_counts_whose_work_is_in_what_became_a_part_of_another(day: Room) -> None:
    with transaction() as session:
        every = session.scalars(select(Recommendation).order_by(Recommendation.id)).all()
        kept, middle, *_ = [one for one in every if one.group_id == every[0].group_id]
        for one in every:
            if one not in (kept, middle):
                one.deleted_at = MOMENT
        middle.merged_from, kept.merged_from = [every[-1]], [middle]
        middle.deleted_at = MOMENT
    made = report_of(day)
    assert (len(made.recommendations), made.groups) == (1, {1, 2})


def test_one_that_stands_for_another_still_says_which_group_drafted_it(day: Room) -> None:
    with transaction() as session:
        kept, *_, other = session.scalars(select(Recommendation).order_by(Recommendation.id))
        assert kept.group_id != other.group_id
        kept.merged_from, other.deleted_at = [other], MOMENT
    text = markdown(annex(report_of(day)))
    after = text[text.index(kept.action) :]
    assert after.index("Merged from:") < after.index("Drafted by group 2.")
