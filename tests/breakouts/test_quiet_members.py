"""Only a facilitator sees who has been quiet for a while, and nothing is stored."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from polling.breakouts import quiet_members
from polling.breakouts.read_back.actions import mark
from polling.core.access import Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import NotFound
from polling.live import on_all_servers
from polling.people.models import Participant
from polling.setup.actions.workshops import delete_workshop
from polling.workshop.models import Workshop
from tests.breakouts.drafting.conftest import asking
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.test_sockets import as_role, connected_as
from tests.documents.drafting_phone import Phone
from tests.prepared_rooms import Prepared
from tests.room import Room

LONG_AGO = timedelta(minutes=11)


def heard_long_ago(table: Table) -> dict[tuple[int, int], datetime]:
    return {(table.room.workshop_id, one): now() - LONG_AGO for one in table.members}


@pytest.fixture
def table(room: Room, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Nobody in the group has contributed for a while."""
    made = prepared.get(Table.of, room)
    monkeypatch.setattr(quiet_members, "_heard", heard_long_ago(made))
    monkeypatch.setattr(quiet_members, "_told", {})
    return made


def quiet(table: Table) -> list[int]:
    with reading() as session:
        members = [session.get_one(Participant, one) for one in table.members]
        return [person.id for person in quiet_members.quiet(members)]


def test_who_marks_something_is_not_quiet(table: Table) -> None:
    made = table.recommend(action="open a registry")
    with transaction() as session:
        mark(session, table.member(2), made, stance="agree", reason="", meant="")
    assert quiet(table) == [one for one in table.members if one != table.members[2]]


def test_who_writes_is_not_quiet(table: Table) -> None:
    made = table.recommend()
    visitor = as_role(table, Role.PARTICIPANT, table.members[1])
    phone = Phone(table.document, 1)
    phone.join(asking(connected_as(table, Role.PARTICIPANT, visitor)))
    assert table.members[1] in quiet(table)
    phone.type(f"{made}/action", 0, "open")
    phone.send()
    assert table.members[1] not in quiet(table)


def test_activity_is_reported_to_other_servers_once_a_minute(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(on_all_servers, "_tell_peers", lambda *news: told.append(news))
    made = table.recommend(action="open a registry")
    for stance in ("agree", "cannot"):
        with transaction() as session:
            mark(session, table.member(2), made, stance=stance, reason="", meant="")
    [news] = told
    monkeypatch.setattr(quiet_members, "_heard", heard_long_ago(table))
    on_all_servers.obey(*news)  # on the other server
    assert quiet(table) == [one for one in table.members if one != table.members[2]]


def test_what_is_refused_was_not_heard(table: Table) -> None:
    theirs = table.recommend(group_id=table.other_group_id)
    with pytest.raises(NotFound), transaction() as session:
        mark(session, table.member(), theirs, stance="agree", reason="", meant="")
    assert quiet(table) == table.members


def test_the_facilitator_s_page_is_refreshed_once_when_a_quiet_member_contributes(
    table: Table,
) -> None:
    made = table.recommend(action="open a registry")
    before = table.version()
    for stance in ("agree", "cannot"):
        with transaction() as session:
            mark(session, table.member(), made, stance=stance, reason="", meant="")
    assert table.version() == before + 3  # two marks, but one announcement of activity


def test_who_has_just_come_has_ten_minutes(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet_members, "_heard", {})
    assert quiet(table) == []
    with reading() as session:
        first = session.get_one(Participant, table.members[0])
        due = quiet_members.quiet_at([first])
    assert due is not None
    assert timedelta(minutes=9) < due - now() <= timedelta(minutes=10)


def test_who_is_quiet_is_forgotten_after_an_hour(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table.recommend(action="open a registry")
    with transaction() as session:
        mark(session, table.member(), made, stance="agree", reason="", meant="")
    assert len(quiet_members._heard) == len(table.members)
    soon, later = (now() + timedelta(minutes=minutes) for minutes in (50, 61))
    monkeypatch.setattr(quiet_members, "now", lambda: soon)
    assert quiet(table) == table.members
    monkeypatch.setattr(quiet_members, "now", lambda: later)
    assert quiet(table) == table.members  # their facilitator has looked meanwhile
    monkeypatch.setattr(quiet_members, "now", lambda: later + timedelta(minutes=51))
    with transaction() as session:
        mark(session, table.member(), made, stance="cannot", reason="", meant="")
    active = {(table.room.workshop_id, table.members[0])}
    assert quiet_members._heard.keys() == quiet_members._told.keys() == active


def test_nobody_is_quiet_because_of_a_deleted_workshop(table: Table) -> None:
    with transaction() as session:
        delete_workshop(session, session.get_one(Workshop, table.room.workshop_id))
    assert quiet_members._heard == {}


def test_the_facilitator_reads_their_numbers_and_the_members_do_not(table: Table) -> None:
    home = f"/w/{table.room.code}"
    said = "Quiet for ten minutes: participants 1, 2, 3, 4, 5, 6, 7, 8."
    tablet = table.room.facilitator_visitor(1).get(f"{home}/facilitator").get_data(as_text=True)
    phone = table.visitor(table.members[0]).get(home).get_data(as_text=True)
    assert said in tablet
    assert "Quiet for" not in phone
