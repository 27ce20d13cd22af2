"""What a login or a link contains, and that it never grants anything else."""

import pytest
from flask import url_for
from sqlalchemy import select

from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.models import Group
from polling.core.access import Role
from polling.core.db import reading
from polling.people import urls
from polling.people.actions import badges as people
from polling.people.identity import declared_roles
from polling.people.models import Badge, Participant
from polling.setup import queries as setup
from polling.setup.actions import groups, workshops
from polling.workshop.models import Workshop
from tests.databases import on_sqlite
from tests.room import Room
from tests.setup.conftest import Desk
from tests.visitor import Visitor

HOMES = {
    Role.PARTICIPANT: "pages.participant",
    Role.FACILITATOR: "pages.facilitator",
    Role.SCREEN: "pages.screen",
}


def begun(room: Room) -> Desk:
    """A workshop in its lobby, with a badge."""
    room.go("lobby")
    desk = Desk(room)
    desk.do(people.make_badges, 1)
    return desk


def ids(room: Room) -> list[int]:
    """The ids named by links and logins: the workshop, a participant, a group and a badge."""
    with reading() as session:
        kinds = [Participant.id, Group.id, Badge.id]
        own = [session.scalars(select(kind).order_by(kind)).first() or 0 for kind in kinds]
    return [room.workshop_id, *own]


def sessions(room: Room) -> dict[Role, Visitor]:
    return {
        Role.PARTICIPANT: room.participant_visitor(),
        Role.FACILITATOR: room.facilitator_visitor(),
        Role.SCREEN: room.screen_visitor(),
    }


def links(room: Room) -> list[str]:
    """The paths of all links, and the token of the badge."""
    with room.app.test_request_context(), reading() as session:
        group = session.scalars(select(Group).order_by(Group.id)).first()
        badge = session.scalars(select(Badge)).one()
        assert group
        return [
            urls.screen_address(session.get_one(Workshop, room.workshop_id)),
            facilitator_address(group),
            urls.badge_address(badge).partition("#")[2],
        ]


def open_for(visitors: dict[Role, Visitor], room: Room) -> list[Role]:
    """The roles in which these logins are accepted."""
    with room.app.test_request_context():
        homes = {role: url_for(home, code=room.code) for role, home in HOMES.items()}
    found = {role: visitors[role].client.get(home) for role, home in homes.items()}
    return [role for role, page in found.items() if page.status_code == 200]


@pytest.fixture
def next_day(room: Room) -> tuple[Room, dict[Role, Visitor], list[str]]:
    """A workshop in place of a deleted one, whose logins and links still exist."""
    before = begun(room)
    held, given, named = sessions(room), links(room), ids(room)
    assert open_for(held, room) == list(HOMES)
    before.do(workshops.remove, confirm=room.code)
    after = Room.of(room.app)
    begun(after)
    after.join(1)
    assert ids(after) == named  # SQLite reuses ids
    return after, held, given


@on_sqlite
def test_sessions_of_a_deleted_workshop_hold_nothing_in_the_next(
    next_day: tuple[Room, dict[Role, Visitor], list[str]],
) -> None:
    room, held, _given = next_day
    assert open_for(held, room) == []


@on_sqlite
def test_links_and_badges_of_a_deleted_workshop_open_nothing_in_the_next(
    next_day: tuple[Room, dict[Role, Visitor], list[str]],
) -> None:
    room, _held, (screen, facilitator, badge) = next_day
    visitor = Visitor(room.app)
    answers = [visitor.client.get(screen), visitor.client.get(facilitator)]
    answers.append(visitor.post("/b", {"token": badge}))
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@on_sqlite
def test_the_link_of_a_removed_group_does_not_open_the_one_that_came_after(room: Room) -> None:
    desk = Desk(room)
    theme = desk.themes()[0].id
    desk.do(groups.add, theme_id=theme, count=1)
    old = desk.ask(lambda session, workshop: setup.groups(session, workshop.id))[-1]
    facilitator = room.facilitator_visitor(old.number)
    desk.do(groups.remove, old.id)
    desk.do(groups.add, theme_id=theme, count=1)
    new = desk.ask(lambda session, workshop: setup.groups(session, workshop.id))[-1]
    assert (new.id, new.number) == (old.id, old.number)
    assert facilitator.client.get(f"/w/{room.code}/facilitator").status_code == 401


def test_every_role_with_a_place_in_a_workshop_is_declared(room: Room) -> None:
    assert declared_roles() == set(Role) - {Role.ANYONE}
