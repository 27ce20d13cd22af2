"""The facilitators' buttons, and extra time from the organizer."""

from datetime import timedelta

import pytest

from polling.breakouts import actions, queries
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope, issue_scope
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, Conflict
from polling.workshop import queries as workshops
from polling.workshop import timers
from polling.workshop.models import Issue, Timer
from tests.breakouts.full_room import draft, group, seats
from tests.room import Room

MINUTES = 60


def facilitator(room: Room, number: int = 1) -> Actor:
    return Actor(Role.FACILITATOR, room.workshop_id, group_id=group(room, number).id)


def issues(room: Room, number: int = 1) -> list[Issue]:
    with reading() as session:
        return workshops.priority_issues(session, group(room, number).theme_id)


def timer(room: Room, scope: str) -> Timer | None:
    with reading() as session:
        return workshops.timer(session, room.workshop_id, scope)


def minutes_left(room: Room, scope: str) -> int:
    found = timer(room, scope)
    assert found
    left = (
        found.ends_at - now() if found.ends_at else timedelta(milliseconds=found.remaining_ms or 0)
    )
    return round(left.total_seconds() / MINUTES)


def is_running(room: Room, scope: str) -> bool:
    found = timer(room, scope)
    return found is not None and found.ends_at is not None


def help_(room: Room, wanted: bool) -> None:
    with transaction() as session:
        actions.call_help(session, facilitator(room), wanted=wanted)


def ready(room: Room, is_ready: bool) -> None:
    with transaction() as session:
        actions.set_ready(session, facilitator(room), ready=is_ready)


def choose(room: Room, issue: Issue) -> None:
    with transaction() as session:
        actions.choose_issue(session, facilitator(room), issue.id)


def change_clock(room: Room, issue: Issue, action: str, minutes: int = 0) -> None:
    with transaction() as session:
        actions.set_issue_clock(
            session,
            facilitator(room),
            issue_id=issue.id,
            action=action,
            seconds=minutes * MINUTES,
        )


def extend(room: Room, number: int | None, minutes: int = 5) -> None:
    with transaction() as session:
        to = queries.group(session, room.workshop_id, group(room, number).id) if number else None
        actions.extend(session, room.organizer, seconds=minutes * MINUTES, group=to)


def start_stage_clock(room: Room, minutes: int) -> None:
    with transaction() as session:
        timers.start_clock(session, room.workshop_id, "stage", minutes * MINUTES)


# ---- Help and ready ----


def test_a_second_call_for_help_does_not_shorten_the_wait(at_work: Room) -> None:
    help_(at_work, True)
    first = group(at_work, 1).help_since
    help_(at_work, True)
    assert group(at_work, 1).help_since == first is not None


def test_a_call_for_help_can_be_cancelled(at_work: Room) -> None:
    help_(at_work, True)
    help_(at_work, False)
    assert group(at_work, 1).help_since is None


def test_a_group_that_is_ready_needs_no_help(at_work: Room) -> None:
    help_(at_work, True)
    ready(at_work, True)
    assert (group(at_work, 1).ready, group(at_work, 1).help_since) == (True, None)


def test_a_group_can_take_back_that_it_is_ready(at_work: Room) -> None:
    ready(at_work, True)
    ready(at_work, False)
    assert not group(at_work, 1).ready


def test_no_other_group_is_touched(at_work: Room) -> None:
    ready(at_work, True)
    help_(at_work, True)
    assert [group(at_work, n).ready or group(at_work, n).help_since for n in (2, 3)] == [None, None]


@pytest.mark.parametrize("stage", ["ranking", "presentations"])
def test_a_facilitator_can_do_nothing_while_groups_do_not_work(at_work: Room, stage: str) -> None:
    at_work.go(stage)
    with pytest.raises(Conflict, match="not possible right now"):
        help_(at_work, True)


# ---- Issues and their timers ----


def test_a_group_begins_with_its_first_issue(at_work: Room) -> None:
    own = issues(at_work)
    assert queries.working_on(group(at_work, 1), own) is own[0]


def test_choosing_an_issue_turns_the_group_to_it(at_work: Room) -> None:
    own = issues(at_work)
    choose(at_work, own[2])
    assert group(at_work, 1).issue_id == own[2].id


def test_an_issue_of_another_theme_is_refused(at_work: Room) -> None:
    with pytest.raises(BadInput):
        choose(at_work, issues(at_work, number=11)[0])
    with pytest.raises(BadInput):
        change_clock(at_work, issues(at_work, number=11)[0], "start", 20)


def test_starting_the_clock_of_an_issue_turns_the_group_to_it(at_work: Room) -> None:
    second = issues(at_work)[1]
    change_clock(at_work, second, "start", 20)
    assert group(at_work, 1).issue_id == second.id
    assert minutes_left(at_work, issue_scope(group(at_work, 1), second)) == 20


def test_the_clock_of_an_issue_waits_while_the_group_works_on_another(at_work: Room) -> None:
    first, second = issues(at_work)[:2]
    scope = issue_scope(group(at_work, 1), first)
    change_clock(at_work, first, "start", 20)
    choose(at_work, second)
    assert not is_running(at_work, scope)
    choose(at_work, first)
    assert is_running(at_work, scope)
    assert minutes_left(at_work, scope) == 20


def test_choosing_the_same_issue_again_leaves_its_clock_running(at_work: Room) -> None:
    first = issues(at_work)[0]
    change_clock(at_work, first, "start", 20)
    choose(at_work, first)
    assert is_running(at_work, issue_scope(group(at_work, 1), first))


@pytest.mark.parametrize(
    "action,minutes,left", [("extend", 5, 25), ("pause", 0, 20)], ids=["extend", "pause"]
)
def test_a_clock_can_be_extended_and_paused(
    at_work: Room, action: str, minutes: int, left: int
) -> None:
    first = issues(at_work)[0]
    change_clock(at_work, first, "start", 20)
    change_clock(at_work, first, action, minutes)
    assert minutes_left(at_work, issue_scope(group(at_work, 1), first)) == left


def test_two_groups_of_one_theme_have_separate_timers(at_work: Room) -> None:
    first = issues(at_work)[0]
    change_clock(at_work, first, "start", 20)
    assert timer(at_work, issue_scope(group(at_work, 2), first)) is None


# ---- More time ----


def test_more_time_for_one_group_does_not_change_the_others(at_work: Room) -> None:
    start_stage_clock(at_work, 60)
    extend(at_work, 3)
    assert minutes_left(at_work, group_scope(group(at_work, 3))) == 65
    assert minutes_left(at_work, "stage") == 60
    assert timer(at_work, group_scope(group(at_work, 4))) is None


def test_more_time_for_all_includes_those_who_had_more_already(at_work: Room) -> None:
    start_stage_clock(at_work, 60)
    extend(at_work, 3)
    extend(at_work, None)
    assert minutes_left(at_work, "stage") == 65
    assert minutes_left(at_work, group_scope(group(at_work, 3))) == 70


def test_a_group_can_have_more_time_without_any_clock(at_work: Room) -> None:
    extend(at_work, 3)
    assert minutes_left(at_work, group_scope(group(at_work, 3))) == 5


def test_a_group_on_a_paused_clock_gets_its_minutes_paused(at_work: Room) -> None:
    start_stage_clock(at_work, 60)
    with transaction() as session:
        timers.pause_clock(session, at_work.workshop_id, "stage")
    extend(at_work, 3)
    scope = group_scope(group(at_work, 3))
    assert (is_running(at_work, scope), minutes_left(at_work, scope)) == (False, 65)


# ---- Leaving and coming back ----


def test_reopening_the_breakouts_keeps_everything(at_work: Room) -> None:
    draft(at_work)
    ready(at_work, True)
    change_clock(at_work, issues(at_work)[1], "start", 20)
    before, number_written = seats(at_work), _written(at_work)
    at_work.go("presentations", "breakouts")
    back = group(at_work, 1)
    assert (seats(at_work), _written(at_work)) == (before, number_written)
    assert (back.ready, back.issue_id) == (True, issues(at_work)[1].id)
    assert timer(at_work, issue_scope(back, issues(at_work)[1])) is not None


def test_leaving_ends_calls_for_help_and_the_groups_own_clocks(at_work: Room) -> None:
    help_(at_work, True)
    extend(at_work, 1)
    at_work.go("presentations")
    found: Group = group(at_work, 1)
    assert (found.help_since, timer(at_work, group_scope(found))) == (None, None)


def _written(room: Room) -> int:
    with reading() as session:
        return len(queries.written(session, room.workshop_id))
