"""The rules: those visible to people on phones are open, the others are folded under a summary."""

import pytest
from playwright.sync_api import Browser, expect

from polling.workshop.settings import Settings
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server
from tests.setup.conftest import Desk

IN_VIEW = {"rank_places", "cut_places", "rule", "vote_stages"}


@pytest.fixture
def desk(room: Room) -> Desk:
    return Desk(room)


def test_four_rules_are_in_view_and_every_other_one_is_a_fold_away(
    desk: Desk, browser: Browser
) -> None:
    with Server() as server:
        address = f"/console/{desk.room.code}/setup?section=rules"
        page = opened(browser, server, desk.room.organizer_visitor(), address)
        fields = page.locator("form[id^=rules-] input[name]:not([type=hidden])")
        names = {field.get_attribute("name") for field in fields.all() if field.is_visible()}
        assert names == IN_VIEW
        expect(page.locator("#more-ranking summary")).to_have_text(
            "Ties for the last winning place: Decided by the ballots · Quorum: 0 · "
            "Hide counts smaller than: 5"
        )
        expect(page.locator("#more-groups summary")).to_have_text(
            "Group size: 6 to 8 · Silent writing time (minutes): 5"
        )


def test_an_error_in_a_folded_part_is_shown_and_nothing_is_saved(
    desk: Desk, browser: Browser
) -> None:
    with Server() as server:
        address = f"/console/{desk.room.code}/setup?section=rules"
        page = opened(browser, server, desk.room.organizer_visitor(), address)
        more, quorum = page.locator("#more-ranking"), page.locator("[name=quorum]")
        more.locator("summary").click()
        quorum.fill("-3")
        more.locator("summary").first.click()
        expect(quorum).to_be_hidden()
        page.locator("#rules-ranking").get_by_role("button", name="Save").click()
        expect(quorum).to_be_visible()
        expect(quorum).to_be_focused()
    stored = desk.ask(lambda _, workshop: workshop.settings)
    assert Settings.model_validate(stored).quorum == 0
