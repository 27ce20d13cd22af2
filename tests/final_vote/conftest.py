"""A room whose groups have written recommendations: two people per group, two groups per theme."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, BrowserContext

from polling.contests.kinds import FINALISTS
from polling.core.db import transaction
from polling.final_vote import actions
from polling.privacy import omitted_options
from tests.final_vote import electorate, raters
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.screen.shown_results import show_whole


@pytest.fixture
def drafted(room: Room, prepared: Prepared) -> Iterator[Room]:
    """A room before the final vote: twelve recommendations per theme, six of each group."""
    prepared.get(draft, room)
    with in_a_small_room():
        yield room


def in_a_small_room() -> AbstractContextManager[object]:
    """Let two people be enough to leave out their group's work."""
    return patch.object(omitted_options, "FEWEST_ALIKE", 2)


def draft(room: Room) -> None:
    """Write recommendations and begin the final vote."""
    electorate.gather(room, 24)
    electorate.prioritise(room)
    electorate.draft(room)
    electorate.set_stages(room, "one")
    with in_a_small_room():
        room.go("presentations", "final_vote")


@pytest.fixture
def two(drafted: Room, prepared: Prepared) -> Room:
    """The same room, with a vote in two stages."""
    prepared.get(choose_two_stages, drafted)
    return drafted


def choose_two_stages(room: Room) -> None:
    with transaction() as session:
        actions.choose_stages(session, room.organizer, 2)


@pytest.fixture
def rating(two: Room, prepared: Prepared) -> Room:
    """The same room, in the first stage."""
    prepared.get(open_rating, two)
    return two


def open_rating(room: Room) -> None:
    raters.open_first(room)


@pytest.fixture
def rated(rating: Room, prepared: Prepared) -> Room:
    """The same room after the first stage, which is counted."""
    prepared.get(rate, rating)
    return rating


def rate(room: Room) -> None:
    raters.rate_by_taste(room)
    raters.close(room)


@pytest.fixture
def shown(rated: Room, prepared: Prepared) -> Room:
    """The same room after both stages, whose result is revealed."""
    prepared.get(reveal, rated)
    return rated


def reveal(room: Room) -> None:
    raters.confirm(room)
    electorate.approve_by_taste(room, raters.open_second(room))
    raters.close(room, FINALISTS)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


@pytest.fixture
def phone_context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone's browser with empty storage."""
    opened = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="en"
    )
    yield opened
    opened.close()
