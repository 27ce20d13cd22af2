"""Somebody changes counted choices, options or the rule in the database: phones warn.

The hash beside the choices stays the same.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from polling.contests.models import Ballot, Contest
from polling.core.db import transaction
from polling.workshop.models import Issue
from tests.browser_page import context_of, opened_in, press
from tests.ranking.phone_ballots import ballot_on, counted, ranking_by
from tests.room import Room
from tests.server import Server

MISSING = "Your ballot is not in the published list. Tell an organizer."
CHANGED = "What you voted on was changed afterwards. Tell an organizer."
CONFIRMED = "Checked: your vote was counted as you sent it."
ODD = '“ใครช่วยเรา?” \u2028 \\ " \x7f 🛟 <b>'
INSECURE = "Object.defineProperty(crypto, 'subtle', { value: undefined })"  # as on plain HTTP pages


def choose(phone: Page, contest: Contest, place: int) -> None:
    ballot_on(phone, contest).locator(f"button[data-option='{contest.options[place]}']").click()


def nothing(contest: Contest) -> None:
    """Change nothing."""


def change_ballots(contest: Contest) -> None:
    other = json.dumps({"approved": contest.options[1:2]}, separators=(",", ":"))
    with transaction() as session:
        session.execute(update(Ballot).where(Ballot.contest_id == contest.id).values(choices=other))


def exchange_headlines(contest: Contest) -> None:
    with transaction() as session:
        one, two = (session.get_one(Issue, option) for option in contest.options[:2])
        one.headline, two.headline = two.headline, one.headline


def exchange_short_names(contest: Contest) -> None:
    with transaction() as session:
        one, two = (session.get_one(Issue, option) for option in contest.options[:2])
        one.short, two.short = two.short, one.short


def change_rule(contest: Contest) -> None:
    with transaction() as session:
        session.get_one(Contest, contest.id).rule = contest.rule | {"places": 1}


@pytest.mark.parametrize(
    "before, after, said",
    [
        (nothing, nothing, CONFIRMED),
        (nothing, exchange_headlines, CHANGED),
        (nothing, exchange_short_names, CHANGED),
        (exchange_short_names, exchange_short_names, CHANGED),  # only while this phone votes
        (nothing, change_rule, CHANGED),
    ],
)
def test_a_phone_only_confirms_a_vote_on_the_options_and_the_rule_that_it_showed(
    room: Room,
    browser: Browser,
    before: Callable[[Contest], None],
    after: Callable[[Contest], None],
    said: str,
) -> None:
    contest = ranking_by("approval", room)
    before(contest)
    with transaction() as session:
        session.get_one(Issue, contest.options[0]).headline = ODD
    with Server() as server:
        phone = opened_in(
            context_of(browser, server, room.participant_visitor()),
            f"{server.address}/w/{room.code}",
        )
        choose(phone, contest, 0)
        counted(ballot_on(phone, contest))
        console = reveal_in(room, browser, server, contest, after)
        press(console, "Show all")
        expect(phone.locator("section:not([hidden]) ballot-check")).to_have_text(said)


@pytest.mark.parametrize("script", ["", INSECURE])
@pytest.mark.parametrize("change, said", [(nothing, CONFIRMED), (change_ballots, MISSING)])
def test_a_phone_only_confirms_the_choices_that_it_sent(
    room: Room, browser: Browser, script: str, change: Callable[[Contest], None], said: str
) -> None:
    contest = ranking_by("approval", room)
    with Server() as server:
        context = context_of(browser, server, room.participant_visitor())
        context.add_init_script(script)
        phone = opened_in(context, f"{server.address}/w/{room.code}")
        choose(phone, contest, 0)
        counted(ballot_on(phone, contest))
        console = reveal_in(room, browser, server, contest, change)
        press(console, "Show all")
        check = phone.locator("section:not([hidden]) ballot-check")
        expect(check).to_have_text(said)


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
        console = reveal_in(room, browser, server, contest, change_ballots)
        context.set_offline(False)
        expect(phone.locator("connection-pill[data-state=online]")).to_be_visible()
        press(console, "Show all")
        expect(phone.locator("section:not([hidden]) ballot-check")).to_have_text(MISSING)


def reveal_in(
    room: Room,
    browser: Browser,
    server: Server,
    contest: Contest,
    change: Callable[[Contest], None],
) -> Page:
    """The console, after the vote was closed, perhaps changed, and revealed."""
    desk = context_of(browser, server, room.organizer_visitor())
    console = opened_in(desk, f"{server.address}/console/{room.code}/ranking")
    card = console.locator(f"#contest-{contest.id}")
    card.get_by_role("button", name="Close").click()
    expect(card.get_by_role("button", name="Reveal")).to_be_visible()
    change(contest)
    card.get_by_role("button", name="Reveal").click()
    console.get_by_role("dialog").get_by_role("button", name="Reveal").click()
    return console
