"""The phone preview in the setup shows what phones show, without a change of role."""

import pytest
from sqlalchemy import select

from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.live import announce
from polling.people.models import Participant
from polling.workshop.models import Workshop
from tests.room import Room

STAGES = (
    "lobby",
    "ranking",
    "breakouts",
    "presentations",
    "final_vote",
    "results",
    "survey",
    "closed",
)


def test_it_shows_the_ballots_of_the_ranking_before_anything_is_opened(room: Room) -> None:
    organizer = room.organizer_visitor()
    page = organizer.client.get(f"/console/{room.code}/phone")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        announce.changed(session, workshop, "setup")
        issue = workshop.themes[0].issues[0]
        assert issue.label in page.text
        issue.headline = issue.short = "Written just now"
    assert page.text.count("<ranked-ballot") == 6
    assert "Written just now" in organizer.client.get(f"/console/{room.code}/phone").text
    assert room.contests() == []


def test_a_workshop_without_themes_has_nothing_to_preview(room: Room) -> None:
    with transaction() as session:
        for theme in list(session.get_one(Workshop, room.workshop_id).themes):
            session.delete(theme)
    console = room.organizer_visitor().get(f"/console/{room.code}/setup")
    assert "/phone?version=" not in console.text


def test_it_runs_no_script_posts_nothing_and_only_our_own_pages_frame_it(room: Room) -> None:
    organizer = room.organizer_visitor()
    page = organizer.client.get(f"/console/{room.code}/phone")
    assert "<script" not in page.text
    assert "csrf-token" not in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    console = organizer.client.get(f"/console/{room.code}/setup")
    assert "frame-ancestors 'none'" in console.headers["Content-Security-Policy"]
    assert f"/console/{room.code}/phone?version=" in console.text


def test_a_sample_number_stands_where_each_phone_has_its_own(room: Room) -> None:
    room.go("lobby")
    page = room.organizer_visitor().client.get(f"/console/{room.code}/phone")
    assert "You are participant 12." in page.text


def test_it_shows_each_stage_and_nobody_has_joined_by_looking(room: Room) -> None:
    organizer = room.organizer_visitor()
    room.go("lobby")
    room.join(6)
    for stage in STAGES:
        if stage == "breakouts":
            room.rank_everything()
        if stage != "lobby":
            room.go(stage)
        page = organizer.client.get(f"/console/{room.code}/phone")
        assert page.status_code == 200, stage
    with reading() as session:
        assert len(session.scalars(select(Participant)).all()) == 6
    with organizer.client.session_transaction() as cookie:
        assert Role.PARTICIPANT not in cookie


@pytest.mark.parametrize("role", ["participant", "facilitator", "screen"])
def test_nobody_but_organizers_sees_it(room: Room, role: str) -> None:
    room.go("lobby")
    visitor = getattr(room, f"{role}_visitor")()
    assert visitor.client.get(f"/console/{room.code}/phone").status_code == 303
