"""Somebody changes counted choices in the database, but not the hash beside them: phones warn."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from polling.contests.models import Ballot, Contest
from polling.core.db import transaction
from tests.browser_page import context_of, opened_in, press
from tests.ranking.phone_ballots import ballot_on, counted, ranking_by
from tests.room import Room
from tests.server import Server

MISSING = "Your ballot is not in the published list. Tell an organizer."
INSECURE = "Object.defineProperty(crypto, 'subtle', { value: undefined })"  # as on plain HTTP pages


def choose(phone: Page, contest: Contest, place: int) -> None:
    ballot_on(phone, contest).locator(f"button[data-option='{contest.options[place]}']").click()


def change_ballots(contest: Contest) -> None:
    other = json.dumps({"approved": contest.options[1:2]}, separators=(",", ":"))
    with transaction() as session:
        session.execute(update(Ballot).where(Ballot.contest_id == contest.id).values(choices=other))


@pytest.mark.parametrize("script", ["", INSECURE])
@pytest.mark.parametrize("is_changed", [True, False])
def test_a_phone_only_confirms_the_choices_that_it_sent(
    room: Room, browser: Browser, script: str, is_changed: bool
) -> None:
    contest = ranking_by("approval", room)
    with Server() as server:
        context = context_of(browser, server, room.participant_visitor())
        context.add_init_script(script)
        phone = opened_in(context, f"{server.address}/w/{room.code}")
        choose(phone, contest, 0)
        counted(ballot_on(phone, contest))
        console = reveal_in(room, browser, server, contest, is_changed=is_changed)
        press(console, "Show all")
        check = phone.locator("section:not([hidden]) ballot-check")
        confirmed = "Checked: your vote was counted as you sent it."
        expect(check).to_have_text(MISSING if is_changed else confirmed)


def test_a_phone_whose_last_change_came_too_late_checks_the_choices_of_the_earlier_ballot(
    room: Room, browser: Browser
) -> None:
    contest = ranking_by("approval", room)
    with Server() as server:
        context = context_of(browser, server, room.participant_visitor())
        phone = opened_in(context, f"{server.address}/w/{room.code}")
        choose(phone, contest, 0)
        counted(ballot_on(phone, contest))
        context.set_offline(True)
        choose(phone, contest, 2)
        ballot_on(phone, contest).locator("[data-send]").click()
        expect(ballot_on(phone, contest)).to_contain_text("Saved on this device.")
        console = reveal_in(room, browser, server, contest, is_changed=True)
        context.set_offline(False)
        expect(phone.locator("connection-pill[data-state=online]")).to_be_visible()
        press(console, "Show all")
        expect(phone.locator("section:not([hidden]) ballot-check")).to_have_text(MISSING)


def reveal_in(
    room: Room, browser: Browser, server: Server, contest: Contest, *, is_changed: bool
) -> Page:
    """The console, after the vote was closed, perhaps changed, and revealed."""
    desk = context_of(browser, server, room.organizer_visitor())
    console = opened_in(desk, f"{server.address}/console/{room.code}/ranking")
    card = console.locator(f"#contest-{contest.id}")
    card.get_by_role("button", name="Close").click()
    expect(card.get_by_role("button", name="Reveal")).to_be_visible()
    if is_changed:
        change_ballots(contest)
    card.get_by_role("button", name="Reveal").click()
    console.get_by_role("dialog").get_by_role("button", name="Reveal").click()
    return console
