"""The schedule shifts with delays, and shows the new end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.facilitation import actions
from polling.facilitation.schedule import Schedule, by_field, plan, schedule
from polling.stages import PLANNED_MINUTES
from polling.workshop import queries
from tests.room import Room
from tests.visitor import mark_in

NINE = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
Set = Callable[[int], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Set the server's time to this many minutes past nine."""

    def set_to(minutes: int) -> None:
        moment = NINE + timedelta(minutes=minutes)
        for module in ("facilitation.schedule", "workshop.timers", "workshop.log"):
            monkeypatch.setattr(f"polling.{module}.now", lambda: moment)

    set_to(0)
    return set_to


def look(room: Room) -> Schedule:
    with reading() as session:
        found = schedule(session, queries.by_id(session, room.workshop_id), count_presenting=True)
        assert found
        return found


def clock(room: Room, action: str, minutes: int = 0) -> None:
    with transaction() as session:
        actions.set_clock(
            session, room.organizer, scope="stage", action=action, seconds=60 * minutes
        )


def minutes_past_nine(moment: datetime | None) -> float | None:
    return (moment - NINE) / timedelta(minutes=1) if moment else None


def ends(room: Room) -> tuple[float | None, int]:
    """The end in minutes past nine, and the delay."""
    found = look(room)
    return minutes_past_nine(found.ends), found.late_minutes


def test_there_is_none_before_the_lobby(room: Room) -> None:
    with reading() as session:
        assert schedule(session, queries.by_id(session, room.workshop_id)) is None


def test_what_goes_as_planned_ends_as_planned(room: Room, at: Set) -> None:
    room.go("lobby", "ranking")
    assert ends(room) == (140, 0)
    at(20)
    room.go("breakouts")
    assert ends(room) == (140, 0)


def test_a_lobby_that_opens_early_makes_nothing_late(room: Room, at: Set) -> None:
    room.go("lobby")
    at(45)
    assert look(room).late_minutes == 0
    room.go("ranking")
    assert ends(room) == (45 + 140, 0)


def test_an_overrun_moves_all_later_stages(room: Room, at: Set) -> None:
    room.go("lobby", "ranking")
    at(27)
    assert ends(room) == (147, 7)
    room.go("breakouts")
    assert ends(room) == (147, 7)
    steps = look(room).steps
    assert [minutes_past_nine(step.starts) for step in steps] == [0, 0, 27, 92, 122, 137, 142]


def test_a_clock_that_is_extended_moves_the_end(room: Room, at: Set) -> None:
    room.go("lobby", "ranking", "breakouts")
    clock(room, "start", 45)
    assert ends(room) == (100, -40)
    clock(room, "extend", 30)
    assert ends(room) == (130, -10)


def test_a_paused_clock_moves_the_end_with_the_time(room: Room, at: Set) -> None:
    room.go("lobby", "ranking")
    clock(room, "start", 20)
    clock(room, "pause")
    at(15)
    assert ends(room) == (155, 15)


def test_shorter_plans_catch_up(room: Room, at: Set) -> None:
    room.go("lobby", "ranking")
    at(30)
    with transaction() as session:
        seen = mark(by_field(PLANNED_MINUTES))
        actions.set_plan(session, room.organizer, {"presentations": 20}, seen=seen)
    # Ten minutes late, but ten minutes are saved: the delay refers to the new plan.
    assert ends(room) == (140, 10)


def test_the_next_step_is_named_until_the_last(room: Room, at: Set) -> None:
    room.go("lobby", "ranking")
    following = look(room).next
    assert following is not None
    assert (following.stage.key, minutes_past_nine(following.starts)) == ("breakouts", 20)
    room.go("breakouts", "presentations", "final_vote", "results", "survey")
    assert look(room).next is None


def test_pages_say_when_it_ends_and_what_is_next(room: Room) -> None:
    room.go("lobby", "ranking")
    console = room.organizer_visitor().get(f"/console/{room.code}/ranking").get_data(as_text=True)
    assert 'id="schedule"' in console
    for visitor, path in (
        (room.screen_visitor(), "screen"),
        (room.facilitator_visitor(), "facilitator"),
    ):
        page = visitor.get(f"/w/{room.code}/{path}").get_data(as_text=True)
        assert "Next: Breakouts" in page


def test_an_organizer_plans_the_minutes(room: Room) -> None:
    path = f"/console/{room.code}/schedule"
    planned = plan_of(room) | {"ranking": 25}
    sent = by_field(planned) | {"seen": mark(by_field(plan_of(room)))}
    organizer = room.organizer_visitor()
    assert organizer.post(path, sent).status_code == 200
    assert plan_of(room) == planned
    assert organizer.post(path, sent | {"minutes.ranking": "-1"}).status_code == 400
    assert organizer.post(path, sent | {"minutes.lunch": "30"}).status_code == 400


def test_two_organizers_keep_each_others_minutes(room: Room) -> None:
    room.go("lobby")
    console, organizer = f"/console/{room.code}", room.organizer_visitor()
    shown = by_field(plan_of(room))
    sent = shown | {"seen": mark_in(organizer.get(f"{console}/lobby").text, 'id="plan"')}
    assert (
        organizer.post(f"{console}/schedule", sent | {"minutes.ranking": "25"}).status_code == 200
    )
    theirs = sent | {"minutes.survey": "9"}
    assert organizer.post(f"{console}/schedule", theirs).status_code == 200
    assert (plan_of(room)["ranking"], plan_of(room)["survey"]) == (25, 9)
    refusal = organizer.post(f"{console}/schedule", sent | {"minutes.ranking": "30"})
    assert refusal.status_code == 409
    error = refusal.json["error"]  # type: ignore[index]
    assert error["problems"] == [{"place": "minutes.ranking", "message": "Current text: “25”"}]


def plan_of(room: Room) -> dict[str, int]:
    with reading() as session:
        return plan(queries.by_id(session, room.workshop_id))


def test_what_the_groups_need_to_present_is_planned_with_one_press(room: Room) -> None:
    """Ten groups of the demo, four minutes each, and thirty minutes planned."""
    room.go("lobby")
    found = look(room)
    groups, each = found.presenting
    assert found.presentations_need == groups * each > found.minutes["presentations"] == 30
    organizer, console = room.organizer_visitor(), f"/console/{room.code}"
    said = f"Presentations need {groups * each} min; 30 min are planned."
    assert said in organizer.get(f"{console}/lobby").text
    page = organizer.get(f"{console}/presentations").text
    assert page.count(said) == 2  # in the schedule, and next to the setting
    assert f"Plan for {groups * each} min" in page
    button = page.split('name="minutes.presentations" value="')[1]
    wanted = {"minutes.presentations": button.split('"')[0], "seen": mark_in(button, "")}
    assert organizer.post(f"{console}/schedule", wanted).status_code == 200
    assert look(room).minutes == found.minutes | {"presentations": groups * each}
    assert "are planned." not in organizer.get(f"{console}/presentations").text
    room.go("ranking", "breakouts", "presentations", "final_vote")
    assert look(room).presentations_need == 0
