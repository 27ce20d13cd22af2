"""Adding, editing, ordering and removing issues."""

from typing import Any

import pytest
from flask import Flask
from pydantic import ValidationError
from sqlalchemy import select

from polling.core.db import transaction
from polling.core.edit_conflicts import EditConflict
from polling.core.errors import BadInput, Conflict, NotFound
from polling.recommendations.models import Recommendation
from polling.setup.actions import issues as actions
from polling.setup.forms import IssueText, Pasted
from tests.room import Room
from tests.setup.conftest import Desk, form


def test_pasted_lines_lose_bullets_numbers_and_repetitions() -> None:
    text = "- One issue\n2. Another\n\n  • Third \n- One issue\n3 ports are unwatched\n"
    assert Pasted.model_validate({"headlines": text}).headlines == [
        "One issue",
        "Another",
        "Third",
        "3 ports are unwatched",
    ]


def test_a_pasted_line_that_is_too_long_is_named(app: Flask) -> None:
    with pytest.raises(ValidationError) as refusal:
        Pasted.model_validate({"headlines": f"Short\n{'x' * 301}"})
    assert refusal.value.errors()[0]["msg"] == f"“{'x' * 60}…” is longer than 300 characters."


def test_new_issues_come_after_the_others(desk: Desk) -> None:
    before = desk.headlines()
    added = desk.do(actions.add, desk.themes()[0].id, ["First new", "Second new"])
    assert added == 2
    assert desk.headlines() == [*before, "First new", "Second new"]
    assert [issue.position for issue in desk.issues()] == list(range(1, len(before) + 3))


def test_issues_that_are_there_already_are_left_out(desk: Desk) -> None:
    first = desk.headlines()[0]
    assert desk.do(actions.add, desk.themes()[0].id, [first.upper(), "A new one"]) == 1
    assert desk.headlines()[-1] == "A new one"


def test_nothing_new_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(Conflict, match="already exists"):
        desk.do(actions.add, desk.themes()[0].id, desk.headlines())


def test_more_issues_than_a_file_holds_are_refused_and_none_is_added(desk: Desk) -> None:
    before = desk.headlines()
    with pytest.raises(BadInput, match="no more than 40"):
        desk.do(actions.add, desk.themes()[0].id, [f"Issue {n}" for n in range(40)])
    assert desk.headlines() == before


def test_an_edit_changes_every_word(desk: Desk) -> None:
    issue = desk.issues()[0]
    words = {"headline": "New", "short": "N", "rationale": "Because.\nTwice.", "sources": ["C9"]}
    desk.do(actions.edit, issue.id, form(IssueText, issue, **words))
    changed = desk.issues()[0]
    assert {name: getattr(changed, name) for name in words} == words


def test_two_edits_of_different_fields_both_survive(desk: Desk) -> None:
    issue = desk.issues()[0]
    desk.do(actions.edit, issue.id, form(IssueText, issue, headline="By one"))
    desk.do(actions.edit, issue.id, form(IssueText, issue, rationale="By the other"))
    changed = desk.issues()[0]
    assert (changed.headline, changed.rationale) == ("By one", "By the other")


def test_two_edits_of_one_field_are_refused_with_the_first_text(desk: Desk) -> None:
    issue = desk.issues()[0]
    desk.do(actions.edit, issue.id, form(IssueText, issue, headline="By one"))
    with pytest.raises(EditConflict) as refusal:
        desk.do(actions.edit, issue.id, form(IssueText, issue, headline="By the other"))
    assert refusal.value.problems == [{"place": "headline", "message": "Current text: “By one”"}]
    assert desk.headlines()[0] == "By one"


def test_two_issues_of_a_theme_cannot_read_the_same(desk: Desk) -> None:
    first, second = desk.issues()[:2]
    with pytest.raises(BadInput, match="appears twice"):
        desk.do(actions.edit, second.id, form(IssueText, second, headline=first.headline))


@pytest.mark.parametrize(
    "at, direction, expected",
    [
        pytest.param(1, "up", [1, 0, 2], id="up"),
        pytest.param(1, "down", [0, 2, 1], id="down"),
        pytest.param(0, "up", [0, 1, 2], id="no further than the top"),
    ],
)
def test_moving(desk: Desk, at: int, direction: str, expected: list[int]) -> None:
    before = desk.headlines()
    desk.do(actions.move, desk.issues()[at].id, direction)
    assert desk.headlines()[:3] == [before[place] for place in expected]


def test_an_issue_moves_to_the_end_of_another_theme(desk: Desk) -> None:
    moved, rest = desk.headlines()[1], [desk.headlines()[0], *desk.headlines()[2:]]
    other = desk.headlines(1)
    desk.do(actions.move_to, desk.issues()[1].id, desk.themes()[1].id)
    assert desk.headlines() == rest
    assert desk.headlines(1) == [*other, moved]
    positions = [issue.position for issue in desk.issues(1)]
    assert positions == list(range(1, len(positions) + 1))


def test_deleting_an_issue_renumbers_the_rest(desk: Desk) -> None:
    rest = desk.headlines()[1:]
    desk.do(actions.remove, desk.issues()[0].id)
    assert desk.headlines() == rest
    assert desk.issues()[0].position == 1


def test_an_issue_with_recommendations_is_not_deleted(desk: Desk) -> None:
    issue = desk.issues()[0]
    with transaction() as session:
        session.add(Recommendation(issue_id=issue.id, position=1, action="act"))
    with pytest.raises(Conflict, match="cannot delete an issue that has recommendations"):
        desk.do(actions.remove, issue.id)
    assert desk.ask(lambda session, _: len(session.scalars(select(Recommendation)).all())) == 1


def test_issues_are_frozen_once_their_theme_has_opened(desk: Desk) -> None:
    desk.open_ranking()
    issue, other = desk.issues()[0], desk.themes()[1]
    attempts: list[Any] = [
        (actions.add, desk.themes()[0].id, ["Too late"]),
        (actions.edit, issue.id, form(IssueText, issue, headline="Too late")),
        (actions.move, issue.id, "down"),
        (actions.move_to, issue.id, other.id),
        (actions.remove, issue.id),
    ]
    for action, *arguments in attempts:
        with pytest.raises(Conflict, match="Voting has begun"):
            desk.do(action, *arguments)


def test_an_issue_of_another_workshop_is_not_found(desk: Desk) -> None:
    strange = Desk(Room.of(desk.room.app)).issues()[0]
    attempts: list[Any] = [
        (actions.edit, form(IssueText, strange, headline="Stolen")),
        (actions.move, "down"),
        (actions.move_to, desk.themes()[0].id),
        (actions.remove,),
    ]
    for action, *arguments in attempts:
        with pytest.raises(NotFound):
            desk.do(action, strange.id, *arguments)


def test_an_issue_cannot_move_into_another_workshop(desk: Desk) -> None:
    elsewhere = Desk(Room.of(desk.room.app)).themes()[0]
    with pytest.raises(NotFound):
        desk.do(actions.move_to, desk.issues()[0].id, elsewhere.id)
