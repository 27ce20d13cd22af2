"""Other ballots than rankings on a phone, also with the keyboard."""

from playwright.sync_api import Browser, expect

from tests.browser_page import enlarge_text, opened
from tests.ranking.phone_ballots import ballot_on, counted, published, ranking_by
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of


def test_scores_are_given_with_the_keyboard_kept_and_counted(room: Room, browser: Browser) -> None:
    contest = ranking_by("score", room)
    first, second = contest.options[:2]
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        expect(ballot.locator("[data-send]")).to_be_disabled()
        ballot.locator(f"[data-option='{first}'] input[value='5']").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowLeft")
        page.reload()
        kept = ballot.locator(f"[data-option='{first}'] input[value='4']")
        expect(kept).to_be_checked()
        ballot.locator(f"[data-option='{second}'] label", has_text="2").click()
        counted(ballot)
    assert published(room, contest) == {"scores": {str(first): 4, str(second): 2}}


def test_a_hundred_points_are_divided_and_never_more(room: Room, browser: Browser) -> None:
    contest = ranking_by("hundred-points", room)
    first, second = contest.options[:2]
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        expect(ballot.locator("[data-left]")).to_have_text("100 of 100 points left")
        ballot.locator(f"[data-option='{first}'] [data-step='5']").click(click_count=2)
        field = ballot.locator(f"[data-option='{second}'] input")
        field.fill("95")
        expect(ballot.locator("[data-left]")).to_have_text("Points over the limit: 5. Remove some.")
        expect(ballot.locator("[data-send]")).to_be_disabled()
        field.fill("88")
        # Two points are left, so a step of five gives these two.
        ballot.locator(f"[data-option='{second}'] [data-step='5']").click()
        expect(field).to_have_value("90")
        counted(ballot)
    assert published(room, contest) == {"points": {str(first): 10, str(second): 90}}


def test_a_counted_ballot_offers_the_next_theme_to_the_keyboard_too(
    room: Room, browser: Browser
) -> None:
    contest = ranking_by("top-three", room)
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        onward = ballot.locator("button[data-after]")
        expect(onward).to_be_hidden()
        expect(page.get_by_role("button", name="(answered)")).to_have_count(0)
        ballot.locator("[data-option]").first.click()
        expect(ballot.locator("[data-send]")).to_be_enabled()  # keys are not delayed
        ballot.locator("[data-send]").press("Enter")
        expect(onward).to_be_focused()
        expect(ballot.locator("[data-send]")).to_be_hidden()
        answered = page.get_by_role("button", name="(answered)")
        expect(answered).to_have_count(1)
        mark = "one => getComputedStyle(one, '::after').content"
        assert "✓" in answered.evaluate(mark)
        onward.press("Enter")
        expect(page.locator(".steps [data-go='1']")).to_have_attribute("aria-current", "step")
        expect(page.locator("section:not([hidden]) > div > h1")).to_be_focused()


def test_another_workshop_in_the_same_tab_begins_at_its_first_theme(
    room: Room, browser: Browser
) -> None:
    ranking_by("top-three", room)
    other = Room.of(room.app, organizer="other@test.example")
    ranking_by("top-three", other)
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.locator(".steps [data-go='1']").click()
        page.reload()
        expect(page.locator(".steps [data-go='1']")).to_have_attribute("aria-current", "step")
        cookie = cookie_of(other.participant_visitor())
        page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.address}])
        page.goto(f"{server.address}/w/{other.code}")
        expect(page.locator(".steps [data-go='0']")).to_have_attribute("aria-current", "step")


def test_one_choice_too_many_is_no_success(room: Room, browser: Browser) -> None:
    contest = ranking_by("top-three", room)
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        options, status = ballot.locator("[data-option]"), ballot.locator("[data-status]")
        for option in range(3):
            options.nth(option).click()
            expect(options.nth(option)).to_have_attribute("aria-pressed", "true")
        counted(ballot)
        tick = "status => getComputedStyle(status, '::before').content"
        assert status.evaluate(tick) == '"✓ "'
        options.nth(3).click()
        expect(status).to_have_text(
            "You have chosen 3, which is the maximum. "
            "To choose another, first tap one to remove it."
        )
        assert status.evaluate(tick) == "none"


def test_in_large_text_one_choice_too_many_is_explained_in_sight(
    room: Room, browser: Browser
) -> None:
    contest = ranking_by("top-three", room)
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.set_viewport_size({"width": 360, "height": 640})
        enlarge_text(page)
        options = ballot_on(page, contest).locator("[data-option]")
        for option in range(3):
            options.nth(option).click()
            expect(options.nth(option)).to_have_attribute("aria-pressed", "true")
        options.nth(3).click()
        status = ballot_on(page, contest).locator("[data-status]")
        expect(status).to_contain_text("You have chosen 3, which is the maximum.")
        expect(status).to_be_in_viewport(ratio=1)


def test_what_opens_more_is_named_after_its_issue(room: Room, browser: Browser) -> None:
    ranking_by("borda", room)
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        summaries = page.locator("section:not([hidden]) .options summary")
        said = summaries.evaluate_all("all => all.map((one) => one.textContent)")
    assert len(said) > 1
    assert len({*said}) == len(said)
