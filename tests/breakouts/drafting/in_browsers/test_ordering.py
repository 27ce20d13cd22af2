"""Sorting recommendations by hand in real browsers, while others write in them."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import Open, card, field, type_at
from tests.touch import Finger, middle


@pytest.fixture
def made(table: Table) -> list[int]:
    return [table.recommend(position=place, action=f"action {place}") for place in (1, 2, 3)]


def handle(page: Page, recommendation: int) -> Locator:
    """A handle, away from the edges of the window, where dragging scrolls the page.

    The answer to an earlier move has arrived: until then, the form sends no other.
    """
    expect(page.locator("drop-order > form[aria-busy]")).to_have_count(0)
    found = page.locator(f"#handle-{recommendation}")
    found.evaluate("one => one.scrollIntoView({ block: 'center' })")
    return found


def show(page: Page, order: list[int]) -> None:
    """Wait until the page has this order."""
    expected = [f"recommendation-{one}" for one in order]
    page.wait_for_function(
        "order => `${[...document.querySelectorAll('article')].map(one => one.id)}` === order",
        arg=",".join(expected),
    )


def lifted(page: Page) -> None:
    expect(page.locator("drop-order[data-sorting]")).to_be_attached()


def test_a_finger_puts_the_last_one_first_and_everybody_sees_it(
    table: Table, made: list[int], opened: Open
) -> None:
    phone, other = opened(0), opened(1)
    finger = Finger(phone)
    finger.down(handle(phone, made[2]))
    lifted(phone)
    x, y = middle(card(phone, made[0]))
    finger.to(x, y - 30)
    expect(card(phone, made[0])).to_have_attribute("data-over", "above")
    with phone.expect_response("**/place"):
        finger.up()
    for page in (phone, other):
        show(page, [made[2], made[0], made[1]])
    assert table.order(table.issues[0]) == [made[2], made[0], made[1]]


def test_what_is_held_stays_so_while_the_page_changes_and_scrolls_at_its_edge(
    table: Table, made: list[int], opened: Open
) -> None:
    made += [table.recommend(position=place, action=f"action {place}") for place in range(4, 9)]
    phone, other = opened(0), opened(1)
    finger = Finger(phone)
    finger.down(handle(phone, made[7]))
    lifted(phone)
    other.locator(f"#new-actor-{made[6]}").fill("Banks")
    other.locator(f"#new-actor-{made[6]}").press("Enter")
    expect(card(phone, made[6]).locator(".tag > span")).to_have_text("Banks")
    finger.to(300, 4)
    phone.wait_for_function("() => scrollY === 0")
    expect(card(phone, made[0])).to_have_attribute("data-over", "above")
    with phone.expect_response("**/place"):
        finger.up()
    assert table.order(table.issues[0]) == [made[7], *made[:7]]


def test_so_does_a_mouse_and_escape_changes_nothing(
    table: Table, made: list[int], opened: Open
) -> None:
    page = opened(0)
    drag_below(page, made[0], made[2])
    page.keyboard.press("Escape")
    expect(page.locator("[data-held], [data-over]")).to_have_count(0)
    page.mouse.up()
    show(page, made)
    drag_below(page, made[0], made[2])
    with page.expect_response("**/place"):
        page.mouse.up()
    show(page, [made[1], made[2], made[0]])
    assert table.order(table.issues[0]) == [made[1], made[2], made[0]]


def drag_below(page: Page, moved: int, other: int) -> None:
    handle(page, moved).hover()
    page.mouse.down()
    lifted(page)
    x, y = middle(card(page, other))
    page.mouse.move(x, y + 20, steps=4)
    expect(card(page, other)).to_have_attribute("data-over", "below")


def test_the_arrow_keys_on_a_handle_move_it_and_the_focus_goes_along(
    table: Table, made: list[int], opened: Open
) -> None:
    page = opened(0)
    for key, order in (("ArrowDown", [1, 0, 2]), ("ArrowDown", [1, 2, 0]), ("ArrowUp", [1, 0, 2])):
        with page.expect_response("**/place"):
            handle(page, made[0]).press(key)
        label = f"Position {order.index(0) + 1} of 3: drag, or use the arrow keys"
        expect(handle(page, made[0])).to_have_attribute("aria-label", label)
        expect(handle(page, made[0])).to_be_focused()
        assert table.order(table.issues[0]) == [made[place] for place in order]


def test_who_composes_a_word_in_any_of_them_is_not_disturbed(
    table: Table, made: list[int], opened: Open
) -> None:
    mover, writer = opened(0), opened(1)
    keyboard = writer.context.new_cdp_session(writer)
    for moved, text in ((made[0], "ក"), (made[1], "ខ"), (made[2], "គ")):
        type_at(field(writer, made[0]), 0, "")
        composed = {"text": text, "selectionStart": 1, "selectionEnd": 1}
        keyboard.send("Input.imeSetComposition", composed)
        with mover.expect_response("**/place"):
            key = "ArrowDown" if moved == table.order(table.issues[0])[0] else "ArrowUp"
            handle(mover, moved).press(key)
        show(writer, table.order(table.issues[0]))
        expect(field(writer, made[0])).to_be_focused()
        keyboard.send("Input.insertText", {"text": f"{text} "})
    expect(field(mover, made[0])).to_have_value("គ ខ ក action 1")


def test_a_refused_move_is_taken_back_and_says_why(
    table: Table, made: list[int], opened: Open
) -> None:
    page = opened(0)
    page.context.set_offline(True)
    handle(page, made[0]).press("ArrowDown")
    expect(page.locator("drop-order .form-note").first).not_to_be_empty()
    show(page, made)
