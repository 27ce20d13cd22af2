"""One timer for everything that runs together: all open votes, or the stage and its groups."""

import re

from polling.breakouts.queries import groups
from polling.core.db import reading, transaction
from polling.workshop.queries import timers
from polling.workshop.timers import extend_clock, start_clock
from tests.final_vote import raters
from tests.final_vote.conftest import drafted, two
from tests.final_vote.two_stages.test_pages import text_of
from tests.room import Room

__all__ = ["drafted", "two"]
MINUTE = 60_000


def voting(room: Room) -> list[str]:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    return [f"contest:{contest.id}" for contest in room.open_ranking()]


def press(room: Room, action: str, **more: str) -> int:
    change = {"scope": "all", "action": action, **more}
    return room.organizer_visitor().post(f"/console/{room.code}/clock", change).status_code


def left(room: Room) -> dict[str, int]:
    """{scope: minutes left, rounded up; negative for a paused timer}."""
    with reading() as session:
        now = {
            scope: one["ends"] or -one["left"]
            for scope, one in timers(session, room.workshop_id).items()
        }
    first = min((at for at in now.values() if at > 0), default=0)
    return {scope: round((at - first) / MINUTE) if at > 0 else -1 for scope, at in now.items()}


def test_all_open_votes_begin_and_end_alike(room: Room) -> None:
    every = voting(room)
    assert press(room, "start", minutes="5") == 200
    assert left(room) == dict.fromkeys(every, 0)
    assert press(room, "clear") == 200
    assert left(room) == {}


def test_votes_opened_together_have_the_same_time_left_also_after_a_pause(room: Room) -> None:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    room.organizer_visitor().post(f"/console/{room.code}/ranking/open", {"minutes": "5"})
    for _pause_and_resume in range(2):
        assert len(exactly_left(room)) == 1
        assert press(room, "pause") == 200
    assert len(exactly_left(room)) == 1


def exactly_left(room: Room) -> set[tuple[int | None, int | None]]:
    """The end or the time left of each timer, in milliseconds."""
    with reading() as session:
        every = timers(session, room.workshop_id)
    assert len(every) > 1
    return {(one["ends"], one["left"]) for one in every.values()}


def test_an_extra_minute_keeps_the_differences(room: Room) -> None:
    first, second, *_others = voting(room)
    with transaction() as session:
        start_clock(session, room.workshop_id, first, 60)
        start_clock(session, room.workshop_id, second, 180)
    with reading() as session:
        before = timers(session, room.workshop_id)
    assert press(room, "extend", seconds="60") == 200
    with reading() as session:
        after = timers(session, room.workshop_id)
    assert {scope: after[scope]["ends"] - before[scope]["ends"] for scope in after} == {
        first: MINUTE,
        second: MINUTE,
    }


def test_those_that_run_are_paused_before_any_is_resumed(room: Room) -> None:
    every = voting(room)
    press(room, "start", minutes="5")
    room.organizer_visitor().post(
        f"/console/{room.code}/clock", {"scope": every[0], "action": "pause"}
    )
    press(room, "pause")
    assert set(left(room).values()) == {-1}
    press(room, "pause")
    assert set(left(room).values()) == {0}


def test_without_a_clock_there_is_none_to_change(room: Room) -> None:
    voting(room)
    assert [press(room, action) for action in ("extend", "pause", "clear")] == [409] * 3


def test_groups_with_their_own_timer_are_extended_too(drafted: Room) -> None:
    with transaction() as session:
        group = groups(session, drafted.workshop_id)[0]
        start_clock(session, drafted.workshop_id, "stage", 60)
        extend_clock(session, drafted.workshop_id, f"group:{group.id}", 180)
    press(drafted, "extend", seconds="60")
    assert left(drafted) == {"stage": 0, f"group:{group.id}": 2}
    press(drafted, "start", minutes="10")
    assert left(drafted) == {"stage": 0}


def test_the_first_of_two_stages_has_it_too_and_the_room_sees_it(two: Room) -> None:
    console_at = f"/console/{two.code}/final_vote"
    raters.open_first(two)
    assert "Start timer" in text_of(two.organizer_visitor(), console_at)
    assert press(two, "start", minutes="8") == 200
    console = text_of(two.organizer_visitor(), console_at)
    assert "+1 min" in console
    assert "<count-down" in text_of(two.screen_visitor(), f"/w/{two.code}/screen")
    assert "<count-down" in text_of(two.participant_visitor(), f"/w/{two.code}")


def test_a_stage_starts_its_timer_with_its_planned_minutes(room: Room) -> None:
    room.go("lobby")
    console = text_of(room.organizer_visitor(), f"/console/{room.code}/lobby")
    [form] = re.findall(r'<form class="row start-clock".*?</form>', console, re.DOTALL)
    assert 'value="10"' in form
    assert "Start timer" in form
