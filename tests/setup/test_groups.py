"""The list of breakout groups."""

import pytest

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.core.errors import BadInput, Conflict, NotFound
from polling.recommendations.models import Recommendation
from polling.setup import queries
from polling.setup.actions import groups as actions
from polling.setup.forms import GroupText
from tests.room import Room
from tests.setup.conftest import Desk, form


def groups(desk: Desk) -> list[Group]:
    return desk.ask(lambda session, workshop: queries.groups(session, workshop.id))


def draft_in(group: Group, desk: Desk) -> None:
    with transaction() as session:
        issue_id = desk.issues()[0].id
        session.add(Recommendation(issue_id=issue_id, group_id=group.id, position=1, action="act"))


def test_new_groups_get_the_next_numbers(desk: Desk) -> None:
    theme = desk.themes()[2]
    desk.do(actions.add, theme_id=theme.id, count=2)
    assert [(group.number, group.theme_id) for group in groups(desk)[-2:]] == [
        (13, theme.id),
        (14, theme.id),
    ]


def test_more_groups_than_a_file_holds_are_refused(desk: Desk) -> None:
    for _ in range(2):
        desk.do(actions.add, theme_id=desk.themes()[0].id, count=20)
    with pytest.raises(BadInput, match="no more than 60"):
        desk.do(actions.add, theme_id=desk.themes()[0].id, count=20)
    assert len(groups(desk)) == 52


def test_a_group_is_edited(desk: Desk) -> None:
    group, theme = groups(desk)[0], desk.themes()[3]
    words = {"number": 99, "theme_id": theme.id, "place": "Pier", "facilitator": "Facilitator X"}
    desk.do(actions.edit, group.id, form(GroupText, group, language="km", **words))
    changed = groups(desk)[-1]
    assert {name: getattr(changed, name) for name in words} == words
    assert changed.language == "km"


def test_a_number_is_given_once(desk: Desk) -> None:
    group = groups(desk)[0]
    with pytest.raises(Conflict, match="Group 2 already exists"):
        desk.do(actions.edit, group.id, form(GroupText, group, number=2))


def test_a_group_that_has_drafted_keeps_its_number_and_theme_and_stays(desk: Desk) -> None:
    group = groups(desk)[0]
    draft_in(group, desk)
    other = desk.themes()[1]
    with pytest.raises(Conflict, match="has drafted recommendations"):
        desk.do(actions.edit, group.id, form(GroupText, group, theme_id=other.id))
    with pytest.raises(Conflict, match="has drafted recommendations"):
        desk.do(actions.edit, group.id, form(GroupText, group, number=99))
    with pytest.raises(Conflict, match="has drafted recommendations"):
        desk.do(actions.remove, group.id)
    desk.do(actions.edit, group.id, form(GroupText, group, place="Another table"))
    assert groups(desk)[0].place == "Another table"


def test_an_empty_group_is_deleted(desk: Desk) -> None:
    desk.do(actions.remove, groups(desk)[0].id)
    assert [group.number for group in groups(desk)] == list(range(2, 13))


def test_groups_and_themes_of_another_workshop_are_not_found(desk: Desk) -> None:
    other = Desk(Room.of(desk.room.app))
    strange, own = groups(other)[0], groups(desk)[0]
    with pytest.raises(NotFound):
        desk.do(actions.edit, strange.id, form(GroupText, strange, place="Stolen"))
    with pytest.raises(NotFound):
        desk.do(actions.remove, strange.id)
    with pytest.raises(NotFound):
        desk.do(actions.add, theme_id=other.themes()[0].id, count=1)
    with pytest.raises(NotFound):
        desk.do(actions.edit, own.id, form(GroupText, own, theme_id=other.themes()[0].id))


def test_slips_for_facilitators_can_be_printed_before_anybody_has_joined(desk: Desk) -> None:
    organizer = desk.room.organizer_visitor()
    page = organizer.get(f"/console/{desk.room.code}/setup?section=groups").text
    sheet = f"/console/{desk.room.code}/groups/links"
    assert f'href="{sheet}"' in page
    assert organizer.get(sheet).text.count("/qr.svg") == len(groups(desk))
