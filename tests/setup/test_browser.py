"""Two organizers in real browsers: nothing that either types is lost or hidden."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from polling.setup.actions import issues
from polling.setup.forms import IssueText
from tests.browser_page import follow, log_in_again, wait_for
from tests.conftest import Served
from tests.notes.conftest import Taker
from tests.room import Room
from tests.server import COOKIE, cookie_of
from tests.setup.conftest import Desk
from tests.setup.conftest import form as written

Open = Callable[[], Page]


@pytest.fixture
def desk(served: Served) -> Desk:
    return Desk(Room.of(served[1]))


@pytest.fixture
def opened(desk: Desk, served: Served, browser: Browser) -> Iterator[Open]:
    """Open another window of the organizer, with the themes and issues."""
    address, contexts = served[0].address, []
    cookie = cookie_of(desk.room.organizer_visitor())

    def open_page() -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/console/{desk.room.code}/setup")
        expect(page.locator("connection-pill")).to_have_attribute("data-state", "online")
        return page

    yield open_page
    for context in contexts:
        context.close()


def row(page: Page, desk: Desk, at: int = 0) -> Locator:
    return page.locator(f"#issue-{desk.issues()[at].id}")


def form(page: Page, desk: Desk) -> Locator:
    """Open the form of the first issue."""
    first = row(page, desk)
    if not first.locator("form[id$=-edit]").is_visible():
        first.locator("summary.issue").click()
    return first.locator("form[id$=-edit]")


def save(where: Locator) -> None:
    where.get_by_role("button", name="Save").click()


def asked_on_leaving(page: Page) -> list[str]:
    """Follow a link to another page, but stay if the browser asks; return what it asked."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="Log").click()
    wait_for(page, lambda: asked or page.url.endswith("/log"))
    return asked


def test_changes_are_saved_after_a_new_login_if_the_login_has_ended(
    desk: Desk, opened: Open
) -> None:
    page = opened()
    mine = form(page, desk)
    mine.get_by_label("Rationale").fill("Written before the login ended")
    told = page.get_by_text("Your login has ended. Log in in a new tab")
    expect(told).to_be_hidden()
    login = page.context.new_page()
    login.goto(page.url.partition(desk.room.code)[0])
    login.get_by_role("button", name="Log out").click()
    expect(told).to_be_in_viewport()
    save(mine)
    expect(mine.get_by_text("Log in again, then repeat this.")).to_be_visible()
    log_in_again(page)
    save(mine)
    expect(mine.locator(".form-note")).to_have_text("Saved.")
    expect(told).to_be_hidden()
    assert desk.issues()[0].rationale == "Written before the login ended"


def test_half_typed_text_stays_while_another_organizers_change_appears_above(
    desk: Desk, opened: Open
) -> None:
    one, two = form(opened(), desk), form(opened(), desk)
    one.get_by_label("Rationale").fill("Half typed")
    two.get_by_label("Headline").fill("Written by the other")
    save(two)
    expect(two.locator(".form-note")).to_have_text("Saved.")
    expect(one.page.locator("summary.issue").first).to_contain_text("Written by the other")
    expect(one.get_by_label("Rationale")).to_have_value("Half typed")
    assert asked_on_leaving(one.page) == ["beforeunload"]
    save(one)
    expect(one.locator(".form-note")).to_have_text("Saved.")
    issue = desk.issues()[0]
    assert (issue.headline, issue.rationale) == ("Written by the other", "Half typed")
    assert asked_on_leaving(one.page) == []


REFRESH = "() => document.querySelector('live-page').refresh()"


def test_who_stays_on_a_page_can_still_be_sent_to_another(desk: Desk, opened: Open) -> None:
    page = opened()
    form(page, desk).get_by_label("Rationale").fill("Half typed")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    log = page.url.replace("/setup", "/log")
    page.route("**/setup", lambda route: route.fulfill(status=302, headers={"Location": log}))
    page.evaluate(REFRESH)
    wait_for(page, lambda: asked)
    page.wait_for_timeout(1500)
    page.evaluate(REFRESH)
    wait_for(page, lambda: len(asked) > 1)


def test_two_texts_for_one_field_are_both_shown_and_the_second_may_insist(
    desk: Desk, opened: Open
) -> None:
    one, two = form(opened(), desk), form(opened(), desk)
    for where, words in ((one, "Mine"), (two, "Theirs")):
        where.get_by_label("Headline").fill(words)
    save(two)
    expect(two.locator(".form-note")).to_have_text("Saved.")
    save(one)
    expect(one.locator(".field-problem")).to_have_text("Current text: “Theirs”")
    expect(one.get_by_label("Headline")).to_have_value("Mine")
    save(one)
    expect(one.locator(".form-note")).to_have_text("Saved.")
    assert desk.headlines()[0] == "Mine"


def test_a_form_that_nobody_is_in_follows_the_others(desk: Desk, opened: Open) -> None:
    one, two = form(opened(), desk), form(opened(), desk)
    two.get_by_label("Headline").fill("Written by the other")
    save(two)
    expect(one.get_by_label("Headline")).to_have_value("Written by the other")


def test_an_unchanged_form_follows_the_server_again(desk: Desk, opened: Open) -> None:
    one, two = form(opened(), desk), form(opened(), desk)
    one.get_by_label("Headline").focus()
    two.get_by_label("Headline").fill("Written by the other")
    save(two)
    expect(one.page.locator("summary.issue").first).to_contain_text("Written by the other")
    one.page.locator("summary.issue").nth(1).focus()
    expect(one.get_by_label("Headline")).to_have_value("Written by the other")


def test_alt_and_an_arrow_move_the_row_that_has_the_focus(desk: Desk, opened: Open) -> None:
    page, moved = opened(), desk.headlines()[1]
    row(page, desk, 1).locator("summary.issue").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".issues > li .said").first).to_have_text(moved)
    expect(page.locator("summary.issue:focus")).to_contain_text(moved)
    assert desk.headlines()[0] == moved


def test_the_counter_counts(desk: Desk, opened: Open) -> None:
    where = form(opened(), desk)
    where.get_by_label("Short label").fill("Twelve signs")
    expect(where.locator("[name=short] + .count")).to_have_text("12 / 60")


def test_after_each_note_the_focus_goes_to_the_next(desk: Desk, opened: Open) -> None:
    taker = Taker(desk.room, desk.room.note_link())
    first, second = (taker.write(words) for words in ("No interpreters", "No lawyers"))
    page = opened()
    follow(page.get_by_role("link", name="Notes"))
    for note, then in ((first, f"#note-{second.id}"), (second, "h1")):
        row = page.locator(f"#note-{note.id}")
        row.locator("summary", has_text="Set aside").press("Enter")
        row.get_by_role("button", name="Set aside").press("Enter")
        expect(page.locator(then)).to_be_focused()
    expect(page.get_by_role("link", name="Notes", exact=True)).to_be_visible()


def test_two_issues_become_one_with_one_press_and_two_again(desk: Desk, opened: Open) -> None:
    one, two = desk.issues()[:2]
    desk.do(issues.edit, two.id, written(IssueText, two, headline=f"{one.headline} today"))
    page, before = opened(), desk.headlines()
    follow(page.get_by_role("link", name="Review", exact=True))
    pair = page.locator(f"#alike-{one.id}-{two.id}")
    pair.get_by_role("button", name="Merge here").first.click()
    expect(page.get_by_role("heading", name="Merged")).to_be_visible()
    assert desk.headlines() == [headline for headline in before if not headline.endswith("today")]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Keep both").click()
    expect(page.locator("[data-news=duplicates]")).to_have_text("No duplicates to review.")
    assert desk.headlines() == before


def test_a_label_next_to_its_select_is_not_covered(opened: Open) -> None:
    page = opened()
    page.locator("summary.issue").first.click()
    move = page.locator(".to-theme:visible").first
    label, select = move.locator(".hint"), move.locator("select")
    end = label.evaluate(
        "(label) => { const text = document.createRange(); text.selectNodeContents(label);"
        " return text.getBoundingClientRect().right }"
    )
    box = select.bounding_box()
    assert box
    assert end < box["x"]
