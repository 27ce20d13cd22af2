"""Two organizers break the same tie."""

import pytest
from playwright.sync_api import Browser, expect

from polling.contests.models import Contest
from polling.core.db import transaction
from polling.workshop.models import Workshop
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server


@pytest.fixture
def tied(room: Room) -> Contest:
    """A counted vote with a tie for the last place, for the organizers to decide."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "tie_policy": "refuse", "cut_places": 2}
    room.go("lobby")
    people = room.join(2)
    room.go("ranking")
    contest = room.open_ranking()[0]
    first, second, third = contest.options[:3]
    for person, ranking in zip(people, [[first, second], [first, third]], strict=True):
        room.cast(person, contest.id, {"ranking": ranking})
    for action in ("close", "reveal"):
        address = f"/console/{room.code}/ranking/{contest.id}/{action}"
        assert room.organizer_visitor().post(address).status_code == 200
    return contest


def test_what_an_organizer_types_outlasts_the_decision_of_another(
    room: Room, tied: Contest, browser: Browser
) -> None:
    organizer, console = room.organizer_visitor(), f"/console/{room.code}/ranking"
    with Server() as server:
        page = opened(browser, server, organizer, console)
        other = opened(browser, server, organizer, console)
        form = page.locator(f"#tie-{tied.id}")
        form.get_by_role("checkbox").last.check()
        form.get_by_role("textbox").fill("It is older.")
        theirs = other.locator(f"#tie-{tied.id}")
        theirs.get_by_role("checkbox").first.check()
        theirs.get_by_role("textbox").fill("By lot.")
        theirs.get_by_role("button").click()
        card = page.locator(f"#contest-{tied.id}")
        expect(card).to_contain_text("Reason: By lot.")
        expect(form.get_by_role("textbox")).to_have_value("It is older.")
        form.get_by_role("button").click()
        expect(form).to_contain_text("Compare it with yours.")
        form.get_by_role("button").click()
        expect(card).to_contain_text("Reason: It is older.")


def test_the_form_is_folded_once_its_decision_is_saved(
    room: Room, tied: Contest, browser: Browser
) -> None:
    with Server() as server:
        console = f"/console/{room.code}/ranking"
        page = opened(browser, server, room.organizer_visitor(), console)
        form = page.locator(f"#tie-{tied.id}")
        form.get_by_role("checkbox").first.check()
        form.get_by_role("textbox").fill("By lot.")
        form.get_by_role("button").click()
        expect(page.locator(f"#contest-{tied.id}")).to_contain_text("Reason: By lot.")
        expect(form).to_be_hidden()
        expect(page.locator(f"#decide-{tied.id} summary")).to_be_focused()
