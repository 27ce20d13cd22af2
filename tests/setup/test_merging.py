"""Merging and splitting lose no source, rationale or recommendation."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.core.edit_conflicts import EditConflict, mark
from polling.core.errors import BadInput, Conflict, NotFound
from polling.recommendations.models import Recommendation
from polling.setup.actions import issue_merging
from polling.setup.forms import Merge, Split
from polling.workshop.models import Issue
from polling.workshop_file.schema import Issue as IssueOfFile
from polling.workshop_file.schema import Theme, WorkshopFile
from tests.room import Room
from tests.setup.conftest import Desk

sources = st.lists(st.sampled_from(["A1", "A2", "B1", "Plenary, day 2"]), max_size=3)
rationales = st.sampled_from(["", "Said twice.", "Heard in the plenary."])
noted = st.lists(st.tuples(sources, rationales), min_size=3, max_size=6)


def parts_of(issue: Issue, **changed: str) -> Split:
    whole = {"headline": issue.headline, "rationale": issue.rationale}
    return Split.model_validate({**whole, "seen": mark(whole), **changed})


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(noted, st.data())
def test_merging_keeps_every_source_every_rationale_and_the_chosen_headline(
    app: Flask, notes: list[tuple[list[str], str]], data: st.DataObject
) -> None:
    written = [
        IssueOfFile(headline=f"Issue {n}", sources=named, rationale=why)
        for n, (named, why) in enumerate(notes)
    ]
    file = WorkshopFile(title="Notes", themes=[Theme(title="Theme", issues=written)])
    desk = Desk(Room.of(app, file))
    issues = desk.issues()
    chosen = data.draw(st.lists(st.sampled_from(issues), min_size=2, unique=True))
    kept = data.draw(st.sampled_from(chosen))
    wanted = Merge(issues=[issue.id for issue in chosen], keep=kept.id)
    desk.do(issue_merging.merge, desk.themes()[0].id, wanted)
    after = {issue.headline: issue for issue in desk.issues()}
    merged = after[kept.headline]
    assert len(after) == len(issues) - len(chosen) + 1
    assert set(merged.sources) == {source for issue in chosen for source in issue.sources}
    assert len(merged.sources) == len(set(merged.sources))
    assert all(issue.rationale in merged.rationale for issue in chosen)


def test_recommendations_and_groups_go_to_the_kept_issue(desk: Desk) -> None:
    kept, gone = desk.issues()[:2]
    with transaction() as session:
        session.add(Recommendation(issue_id=gone.id, position=1, action="act"))
        session.scalars(select(Group).where(Group.number == 1)).one().issue_id = gone.id
    desk.do(
        issue_merging.merge, desk.themes()[0].id, Merge(issues=[kept.id, gone.id], keep=kept.id)
    )
    theirs = select(Recommendation.issue_id).union_all(
        select(Group.issue_id).where(Group.issue_id.is_not(None))
    )
    assert desk.ask(lambda session, _: list(session.scalars(theirs))) == [kept.id, kept.id]


def test_the_headline_must_be_among_the_merged(desk: Desk) -> None:
    one, two, three = desk.issues()[:3]
    with pytest.raises(BadInput, match="form is wrong"):
        desk.do(
            issue_merging.merge, desk.themes()[0].id, Merge(issues=[one.id, two.id], keep=three.id)
        )


def test_issues_of_different_themes_do_not_merge(desk: Desk) -> None:
    one, other = desk.issues(0)[0], desk.issues(1)[0]
    with pytest.raises(Conflict, match="not possible right now"):
        desk.do(
            issue_merging.merge, desk.themes()[0].id, Merge(issues=[one.id, other.id], keep=one.id)
        )


def test_an_issue_does_not_merge_with_itself(desk: Desk) -> None:
    one = desk.issues()[0]
    before = desk.headlines()
    with pytest.raises(BadInput, match="at least two"):
        desk.do(
            issue_merging.merge, desk.themes()[0].id, Merge(issues=[one.id, one.id], keep=one.id)
        )
    assert desk.headlines() == before


def test_a_merge_that_is_too_long_is_refused_and_changes_nothing(desk: Desk) -> None:
    one, two = desk.issues()[:2]
    with transaction() as session:
        for issue, letter in ((one, "x"), (two, "y")):
            session.get_one(Issue, issue.id).rationale = letter * 6000
    before = desk.headlines()
    with pytest.raises(BadInput, match="too long"):
        desk.do(
            issue_merging.merge, desk.themes()[0].id, Merge(issues=[one.id, two.id], keep=one.id)
        )
    assert desk.headlines() == before


def test_a_split_puts_the_second_after_the_first_with_the_same_sources(desk: Desk) -> None:
    before, issue = desk.headlines(), desk.issues()[1]
    parts = parts_of(issue, second_headline="The other half", second_rationale="Why it matters")
    desk.do(issue_merging.split, issue.id, parts)
    assert desk.headlines() == [*before[:2], "The other half", *before[2:]]
    first, second = desk.issues()[1:3]
    assert first.sources == second.sources == issue.sources
    assert (first.rationale, second.rationale) == (issue.rationale, "Why it matters")


def test_a_split_of_what_somebody_else_has_changed_is_refused(desk: Desk) -> None:
    issue = desk.issues()[0]
    with transaction() as session:
        session.get_one(Issue, issue.id).headline = "Changed by another"
    with pytest.raises(EditConflict):
        desk.do(
            issue_merging.split,
            issue.id,
            parts_of(issue, headline="Half", second_headline="Half 2"),
        )


def test_a_frozen_theme_is_neither_merged_nor_split(desk: Desk) -> None:
    desk.open_ranking()
    one, two = desk.issues()[:2]
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(
            issue_merging.merge, desk.themes()[0].id, Merge(issues=[one.id, two.id], keep=one.id)
        )
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(issue_merging.split, one.id, parts_of(one, second_headline="Other"))


def test_issues_of_another_workshop_are_not_found(desk: Desk) -> None:
    strange = Desk(Room.of(desk.room.app))
    one, two = strange.issues()[:2]
    with pytest.raises(NotFound):
        desk.do(
            issue_merging.merge, strange.themes()[0].id, Merge(issues=[one.id, two.id], keep=one.id)
        )
    with pytest.raises(NotFound):
        desk.do(issue_merging.split, one.id, parts_of(one, second_headline="Other"))
