"""Encrypted messages show their size to anybody near the Wi-Fi, but not how people vote."""

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.contests.models import Contest
from tests.browser_page import opened
from tests.ranking.phone_ballots import ranking_by
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of


def measure(page: Page, sizes: list[int]) -> None:
    """Add the size of every ballot that this page sends, over the socket or HTTP."""

    def note(sent: str | bytes | None) -> None:
        if isinstance(sent, str) and "receipt" in sent:
            sizes.append(len(sent[sent.index("{") : sent.rindex("}") + 1]))

    page.on("websocket", lambda socket: socket.on("framesent", note))
    page.on("request", lambda request: note(request.post_data))
    page.reload()


def vote(page: Page, contest: Contest, options: list[int]) -> None:
    """Choose these options and send; nothing is an abstention."""
    ballot = page.locator(f"[data-contest='{contest.id}'][data-most]")
    for option in options:
        ballot.locator(f"button[data-option='{option}']").click()
    ballot.locator("[data-send]" if options else "[data-abstain]").click()
    expect(ballot.locator("[data-status]")).to_contain_text("Counted" if options else "abstained")
    expect(ballot).to_have_attribute("data-state", "counted")


def test_all_ballots_have_the_same_size(room: Room, browser: Browser) -> None:
    room.go("lobby", "ranking")
    contest = room.open_ranking()[0]
    sizes: list[int] = []
    with Server() as server:
        for options in ([], contest.options[:1], contest.options[:3]):
            page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
            measure(page, sizes)
            vote(page, contest, options)
    assert sizes == [4096, 4096, 4096]


def vote_without_scripts(page: Page, contest: Contest, options: list[int]) -> int:
    """Choose these options and send, or abstain; return the size of the form."""
    form = page.locator(f"#plain-{contest.id} form")
    for place, option in enumerate(options, start=1):
        if form.locator("select").count():
            form.locator(f"[name=place-{place}]").select_option(f"{option:09}")
        else:
            form.locator(f"[name=mark-{option}][value='1']").check()
    with page.expect_request("**/plain/ballots") as sent:
        form.get_by_role("button", name="Send" if options else "Abstain").click()
    expect(page.locator(f"#plain-{contest.id}")).to_contain_text("Counted.")
    return len(sent.value.post_data or "")


@pytest.mark.parametrize("rule", ["borda", "approval", "score"])
def test_all_ballots_without_scripts_have_the_same_size(
    room: Room, browser: Browser, rule: str
) -> None:
    contest = ranking_by(rule, room)
    sizes = set()
    with Server() as server:
        for options in ([], contest.options[:1], contest.options[1:4]):
            context = browser.new_context(java_script_enabled=False)
            cookie = cookie_of(room.participant_visitor())
            context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.address}])
            page = context.new_page()
            page.goto(f"{server.address}/w/{room.code}/plain?form={contest.id}")
            sizes.add(vote_without_scripts(page, contest, options))
    assert len(sizes) == 1, sizes
