"""A request only counts if its sender still has access when it is written."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from polling.breakouts import actions as breakouts
from polling.breakouts.models import Group
from polling.breakouts.seating import actions as seating
from polling.contests.models import Ballot
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.people.actions import participants as people
from polling.people.models import Participant, WorkshopOrganizer
from polling.recommendations.models import Recommendation
from polling.web import gatekeeper
from tests.breakouts.drafting.group_at_work import Table
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.visitor import Visitor

Decide = Callable[[Session, Table], None]


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Table:
    return prepared.get(Table.of, room)


def remove(session: Session, table: Table) -> None:
    people.remove(session, table.room.organizer, session.get_one(Participant, table.members[0]))


def move(session: Session, table: Table) -> None:
    person = session.get_one(Participant, table.members[0])
    to = session.get_one(Group, table.other_group_id)
    seating.move(session, table.room.organizer, person, to)


def renew(session: Session, table: Table) -> None:
    group = session.get_one(Group, table.group_id)
    breakouts.renew_link(session, table.room.organizer, group)


def dismiss(session: Session, table: Table) -> None:
    session.delete(
        session.get_one(WorkshopOrganizer, (table.room.workshop_id, table.room.organizer_id))
    )


def nothing(_session: Session, _table: Table) -> None:
    pass


def meanwhile(monkeypatch: pytest.MonkeyPatch, table: Table, decide: Decide) -> None:
    """Run something after the next sender was identified, before they write."""
    recognise, left = gatekeeper._recognise, [decide]

    def recognise_too_early(db: Session, roles: tuple[Role, ...], *, brief: bool = False) -> Actor:
        found = recognise(db, roles, brief=brief)
        if left:
            db.close()
            with transaction() as session:
                left.pop()(session, table)
        return found

    monkeypatch.setattr(gatekeeper, "_recognise", recognise_too_early)


def sender(table: Table, role: Role) -> tuple[Visitor, str, Any]:
    """A sender, and a request that they may send."""
    code = table.room.code
    who, path, sent = {
        Role.PARTICIPANT: (table.members[0], f"/w/{code}/drafts", {"issue_id": table.issues[0]}),
        Role.FACILITATOR: (table.group_id, f"/w/{code}/group/help", {"on": "true"}),
        Role.ORGANIZER: (table.room.organizer_id, f"/console/{code}/message", {"text": "Welcome"}),
    }[role]
    return Visitor(table.room.app).holding(role, table.room.workshop_id, who), path, sent


@pytest.mark.parametrize(
    "role, decide, status",
    [
        (Role.PARTICIPANT, nothing, 200),
        (Role.PARTICIPANT, remove, 401),
        (Role.PARTICIPANT, move, 409),
        (Role.FACILITATOR, nothing, 200),
        (Role.FACILITATOR, renew, 401),
        (Role.ORGANIZER, nothing, 200),
        (Role.ORGANIZER, dismiss, 401),
    ],
)
def test_who_may_no_longer_send_something_is_refused_when_its_turn_comes(
    table: Table, monkeypatch: pytest.MonkeyPatch, role: Role, decide: Decide, status: int
) -> None:
    visitor, path, sent = sender(table, role)
    visitor.token()
    meanwhile(monkeypatch, table, decide)
    assert visitor.post(path, sent).status_code == status


def test_nothing_is_drafted_in_a_group_that_its_writer_has_just_left(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, path, sent = sender(table, Role.PARTICIPANT)
    visitor.token()
    meanwhile(monkeypatch, table, move)
    visitor.post(path, sent)
    with reading() as session:
        assert session.query(Recommendation).count() == 0


def test_a_ballot_is_counted_only_if_its_voters_badge_is_still_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.go("lobby")
    voter = room.join(1)[0]
    room.go("ranking")
    contest = room.open_ranking()[0]
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, voter)
    phone.token()

    def reissue(session: Session, _table: Table) -> None:
        session.get_one(Participant, voter).token_version += 1

    meanwhile(monkeypatch, Table(room), reissue)
    ballot = {"contest": contest.id, "receipt": "a" * 32, "revision": 1}
    choices = {"ranking": contest.options[:3]}
    answer = phone.post(f"/w/{room.code}/ballots", json={**ballot, "choices": choices})
    assert answer.status_code == 401
    with reading() as session:
        assert session.query(Ballot).count() == 0
