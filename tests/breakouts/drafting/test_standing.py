"""People who lose write access are refused at the next key press, even if still connected.

The tests change the database directly, as another server would.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from polling.breakouts import actions
from polling.breakouts.models import Group
from polling.breakouts.seating import actions as seating
from polling.contests.kinds import FINAL, RANKING, RATING
from polling.contests.models import CLOSED, Contest
from polling.core.access import Role
from polling.core.db import transaction
from polling.people.actions import participants as people
from polling.people.models import Participant
from tests.breakouts.drafting.conftest import Connect, asking
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.test_sockets import as_role, connected_as
from tests.databases import on_both
from tests.documents.drafting_phone import Phone


def typing(table: Table, line: SocketIOTestClient, made: int, seed: int = 1) -> Phone:
    """A phone that has joined and typed a word that is not sent yet."""
    phone = Phone(table.document, seed)
    phone.join(asking(line))
    phone.type(f"{made}/action", 0, "word ")
    return phone


def remove(person: Participant) -> None:
    person.removed = True


def reissue(person: Participant) -> None:
    person.token_version += 1


@on_both
@pytest.mark.parametrize("end", [remove, reissue])
def test_a_member_whose_access_has_ended(
    table: Table, connect: Connect, end: Callable[[Participant], None]
) -> None:
    made = table.recommend()
    phone = typing(table, connect(table.members[0]), made)
    with transaction() as session:
        end(session.get_one(Participant, table.members[0]))
    assert phone.send()["error"]["code"] == "not-signed-in"
    assert (table.row(made).action, table.stored()) == ("", [])


@on_both
def test_a_facilitator_whose_link_was_renewed(table: Table) -> None:
    made = table.recommend()
    tablet = connected_as(table, Role.FACILITATOR, as_role(table, Role.FACILITATOR, table.group_id))
    phone = typing(table, tablet, made)
    with transaction() as session:
        session.get_one(Group, table.group_id).link_token_version += 1
    assert phone.send()["error"]["code"] == "not-signed-in"
    assert table.row(made).action == ""


@on_both
@pytest.mark.parametrize("group, code", [("other", "other-document"), ("none", "not-found")])
def test_a_member_who_was_moved(table: Table, connect: Connect, group: str, code: str) -> None:
    made = table.recommend()
    phone = typing(table, connect(table.members[0]), made)
    table.seat(table.members[0], table.other_group_id if group == "other" else None)
    assert phone.send()["error"]["code"] == code
    assert table.row(made).action == ""


@on_both
def test_a_stage_that_is_over(table: Table, connect: Connect) -> None:
    made = table.recommend()
    phone = typing(table, connect(table.members[0]), made)
    table.stage("presentations")
    assert phone.send()["error"]["code"] == "drafting-closed"
    assert table.row(made).action == ""


@on_both
@pytest.mark.parametrize("kind", [FINAL, RATING])
def test_what_people_have_begun_to_vote_on(table: Table, connect: Connect, kind: str) -> None:
    made = table.recommend()
    phone = typing(table, connect(table.members[0]), made)
    with transaction() as session:
        session.add(Contest(workshop_id=table.room.workshop_id, kind=kind, state=CLOSED))
    assert phone.send()["error"]["code"] == "drafting-closed"
    assert table.row(made).action == ""


def test_what_waits_for_a_vote_can_still_be_changed(table: Table, connect: Connect) -> None:
    made = table.recommend()
    phone = typing(table, connect(table.members[0]), made)
    with transaction() as session:
        session.add(Contest(workshop_id=table.room.workshop_id, kind=FINAL))
        session.add(Contest(workshop_id=table.room.workshop_id, kind=RANKING, state=CLOSED))
    assert phone.send() == {"ok": True}


def test_one_who_may_not_write_does_not_keep_the_others_from_it(
    table: Table, connect: Connect
) -> None:
    made = table.recommend()
    phones = [typing(table, connect(table.members[seed]), made, seed) for seed in (0, 1)]
    table.seat(table.members[0], None)
    answers: list[dict[str, Any]] = [phone.send() for phone in phones]
    assert [answer.get("ok", False) for answer in answers] == [False, True]
    assert table.row(made).action == "word"


def test_a_member_who_is_moved_writes_in_the_new_group_at_once(
    table: Table, connect: Connect
) -> None:
    theirs = table.recommend(group_id=table.other_group_id)
    line = connect(table.members[0])
    with transaction() as session:
        person = session.get_one(Participant, table.members[0])
        to = session.get_one(Group, table.other_group_id)
        seating.move(session, table.room.organizer, person, to)
    phone = Phone(table.other_document, 1, table.member().mark)
    phone.type(f"{theirs}/action", 0, "from the new member")
    phone.ask = asking(line)
    assert phone.send() == {"ok": True}
    assert table.row(theirs).action == "from the new member"


def test_people_without_access_get_no_more_messages_of_the_group(
    table: Table, connect: Connect
) -> None:
    made = table.recommend()
    gone, writer = connect(table.members[0]), connect(table.members[1])
    tablet = connected_as(table, Role.FACILITATOR, as_role(table, Role.FACILITATOR, table.group_id))
    with transaction() as session:
        group = session.get_one(Group, table.group_id)
        actions.renew_link(session, table.room.organizer, group)
        people.remove(session, table.room.organizer, session.get_one(Participant, table.members[0]))
    typing(table, writer, made).send()
    assert table.row(made).action == "word"
    assert [line.is_connected() for line in (gone, tablet, writer)] == [False, False, True]
