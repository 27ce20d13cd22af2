"""A voter with the ballot open in two tabs, as after scanning the code twice, or on two phones."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from polling.contests.models import Contest
from tests.browser_page import opened
from tests.ranking.phone_ballots import ballot_on, counted, published, ranking_by
from tests.room import Room
from tests.server import Server

Tabs = tuple[Page, Page]


@pytest.fixture
def contest(room: Room) -> Contest:
    return ranking_by("borda", room)


@pytest.fixture
def tabs(room: Room, contest: Contest, browser: Browser) -> Iterator[Tabs]:
    with Server() as server:
        first = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        second = first.context.new_page()
        second.goto(first.url)
        for tab in (first, second):
            expect(ballot_on(tab, contest)).to_have_attribute("data-state", "draft")
        yield first, second


def tap(ballot: Locator, option: int) -> None:
    ballot.locator(f"button[data-option='{option}']").click()
    expect(ballot).to_have_attribute("data-state", "draft")


def shows(ballot: Locator, *ranked: int) -> None:
    """Whether the ballot has exactly these options in this order."""
    for place, option in enumerate(ranked, start=1):
        rank = ballot.locator(f"button[data-option='{option}'] [data-rank]")
        expect(rank).to_have_text(str(place))
    expect(ballot.locator("[aria-pressed=true]")).to_have_count(len(ranked))


def test_a_partial_ballot_continues_in_the_other_tab(
    room: Room, contest: Contest, tabs: Tabs
) -> None:
    here, there = (ballot_on(tab, contest) for tab in tabs)
    first, second, third = contest.options[:3]
    tap(there, second)
    shows(here, second)
    tap(here, first)
    shows(there, second, first)
    counted(there)
    expect(here).to_have_attribute("data-state", "counted")
    tap(here, third)
    tabs[1].reload()
    shows(there, second, first, third)
    counted(there)
    assert published(room, contest) == {"ranking": [second, first, third]}


def test_what_one_tab_has_sent_is_shown_in_the_other(
    room: Room, contest: Contest, tabs: Tabs
) -> None:
    here, there = (ballot_on(tab, contest) for tab in tabs)
    first, second = contest.options[:2]
    tap(here, first)
    counted(here)
    expect(there).to_have_attribute("data-state", "counted")
    tap(there, second)
    counted(there)
    assert published(room, contest) == {"ranking": [first, second]}


def test_another_phone_of_the_same_voter_does_not_offer_to_send(
    room: Room, contest: Contest, browser: Browser
) -> None:
    room.join(1)
    voter = room.participants[0]
    with Server() as server:
        first, second = (
            opened(browser, server, room.participant_visitor(voter), f"/w/{room.code}")
            for _ in range(2)
        )
        here, there = (ballot_on(page, contest) for page in (first, second))
        tap(there, contest.options[1])
        tap(here, contest.options[0])
        counted(here)
        there.locator("[data-send]").click()
        cannot_vote(there)
        second.reload()
        cannot_vote(there)
        third = opened(browser, server, room.participant_visitor(voter), f"/w/{room.code}")
        cannot_vote(ballot_on(third, contest))
    assert published(room, contest) == {"ranking": [contest.options[0]]}


def cannot_vote(ballot: Locator) -> None:
    """Whether the ballot says where it can be changed, and offers nothing to press."""
    expect(ballot.locator("[data-status]")).to_contain_text("Change your ballot there.")
    expect(ballot.locator("button:enabled:not([data-go])")).to_have_count(0)
    expect(ballot.locator("[data-send], [data-abstain]").first).to_be_hidden()
