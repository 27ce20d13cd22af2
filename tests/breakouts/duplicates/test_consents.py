"""A group's answer: the facilitator's, or that of more than half of its members."""

from dataclasses import replace

import pytest

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import actions, consents, queries
from polling.breakouts.duplicates.consents import Answers
from polling.breakouts.duplicates.models import ASKED, DECLINED, MERGED, MergeAnswer
from polling.breakouts.models import Group
from polling.core.db import reading, transaction
from polling.people.actions import participants
from polling.people.models import Participant
from polling.workshop.queries import log_entries
from tests.breakouts.duplicates.mergers import answer, propose, seen_of, state
from tests.breakouts.full_room import group
from tests.databases import on_both
from tests.room import Room


def members(room: Room, number: int) -> list[int]:
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [person.id for person in breakouts.members_of(session, own)]


def tap(room: Room, member: int, merging: int, agrees: bool | None) -> None:
    seen = seen_of(room, merging)
    with transaction() as session:
        actions.answer(session, room.actor(member), merging, agrees=agrees, seen=seen)


def in_group(room: Room, number: int, merging: int) -> Answers:
    with reading() as session:
        pair = queries.merging(session, room.workshop_id, merging)
        own = session.get_one(Group, group(room, number).id)
        return consents.answers(session, pair, own)


@pytest.mark.parametrize(
    "said, answered",
    [
        pytest.param(Answers(7, agree=3, decline=0), None, id="three of seven"),
        pytest.param(Answers(7, agree=4, decline=3), True, id="more than half"),
        pytest.param(Answers(7, agree=3, decline=3), None, id="one has yet to say"),
        pytest.param(Answers(7, agree=0, decline=4), False, id="no majority can come any more"),
        pytest.param(Answers(6, agree=3, decline=3), False, id="a tie is not a consent"),
        pytest.param(Answers(2, agree=1, decline=0), None, id="one of two"),
        pytest.param(Answers(1, agree=1, decline=0), True, id="one who is the whole group"),
        pytest.param(Answers(0, agree=0, decline=0), None, id="nobody is there"),
        pytest.param(Answers(7, agree=0, decline=7, facilitator=True), True, id="its facilitator"),
    ],
)
def test_what_a_group_answers(said: Answers, answered: bool | None) -> None:
    assert said.group is answered


@on_both
def test_no_single_member_answers_for_a_group(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    answer(room, 2, merging, True)
    own = members(room, 1)
    needed = len(own) // 2 + 1
    for member in own[: needed - 1]:
        tap(room, member, merging, True)
        tap(room, member, merging, True)  # a second tap does not count
    assert state(room, merging) == ASKED
    assert in_group(room, 1, merging).agree == needed - 1
    tap(room, own[-1], merging, True)
    assert state(room, merging) == MERGED


def test_a_refusal_can_be_taken_back(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    own = members(room, 1)
    for member in own:
        tap(room, member, merging, False)
    assert state(room, merging) == DECLINED
    for member in own:
        tap(room, member, merging, None)
    assert state(room, merging) == ASKED
    assert in_group(room, 1, merging) == Answers(len(own), agree=0, decline=0)


def test_the_facilitator_answers_for_the_group_and_can_take_that_back(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    answer(room, 1, merging, False)
    assert state(room, merging) == DECLINED
    answer(room, 1, merging, None)
    assert state(room, merging) == ASKED


@on_both
def test_a_removal_or_move_does_not_disclose_an_answer(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    removed, moved, silent, *_ = members(room, 1)
    tap(room, removed, merging, True)
    tap(room, moved, merging, False)
    before, elsewhere = (in_group(room, number, merging) for number in (1, 2))
    with transaction() as session:
        for one in (removed, silent):
            participants.remove(session, room.organizer, session.get_one(Participant, one))
        session.get_one(Participant, moved).group_id = group(room, 2).id
    assert in_group(room, 1, merging) == replace(before, members=before.members - 3)
    assert in_group(room, 2, merging) == replace(elsewhere, members=elsewhere.members + 1)
    count = f"1 of {before.members - 3} members agree"
    tablet = room.facilitator_visitor(1).get(f"/w/{room.code}/facilitator").text
    console = room.organizer_visitor().get(f"/console/{room.code}/breakouts?view=review").text
    assert count in tablet
    assert count in console


def test_a_group_has_at_least_as_many_members_as_answers(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    for member in members(room, 1)[:2]:
        tap(room, member, merging, False)
    with transaction() as session:
        for member in members(room, 1)[:-1]:
            session.get_one(Participant, member).group_id = None
    assert in_group(room, 1, merging) == Answers(2, agree=0, decline=2)


def test_the_log_says_what_a_group_answered_and_not_who_in_it(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    for member in members(room, 1):
        tap(room, member, merging, True)
    with reading() as session:
        logged = [(one.actor, one.action) for one in log_entries(session, room.workshop_id)]
    assert logged[-1] == ("participant: group 1", "merge-agreed")
    assert [action for _, action in logged].count("merge-agreed") == 1


def test_single_answers_are_erased_when_it_is_settled(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    tap(room, members(room, 1)[0], merging, True)
    for number in (1, 2):
        answer(room, number, merging, True)
    with reading() as session:
        assert session.query(MergeAnswer).count() == 0


def test_phones_show_how_many_agree_and_organizers_see_it_too(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    own = members(room, 1)
    tap(room, own[0], merging, True)
    count = f"1 of {len(own)} members agree; at least {len(own) // 2 + 1} must agree."
    tablet = room.facilitator_visitor(1).get(f"/w/{room.code}/facilitator").text
    console = room.organizer_visitor().get(f"/console/{room.code}/breakouts?view=review").text
    assert count in tablet
    assert tablet.index(f'id="merging-{merging}"') < tablet.index('class="boxes"')
    assert count in console
