"""A note-taker's phone loses no text by a reload, a lost connection or a renewed link."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, expect

from polling.core.db import transaction
from polling.notes import actions, queries
from polling.notes.models import NoteLink
from polling.notes.note_taker_link import note_taker_address
from polling.setup.actions import note_triage
from tests.browser_page import refresh
from tests.conftest import Served
from tests.notes.conftest import Taker
from tests.room import Room

Open = Callable[[NoteLink], Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def taker(served: Served) -> Taker:
    room = Room.of(served[1])
    return Taker(room, room.note_link())


@pytest.fixture
def phone(taker: Taker, served: Served, browser: Browser) -> Iterator[Page]:
    """A phone logged in with the link."""
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    go_by(page, taker, served)
    yield page
    context.close()


def go_by(page: Page, taker: Taker, served: Served) -> None:
    server, app = served
    page.goto(server.address + path(app, taker))
    if page.get_by_role("heading", name="Switch to this link?").is_visible():
        page.get_by_role("button", name="Switch", exact=True).click()
    expect(page.locator("connection-pill")).to_have_attribute("data-state", "online")


def path(app: Flask, taker: Taker) -> str:
    """The current path of the note-taker's link."""
    with app.test_request_context(), transaction() as session:
        link = queries.link(session, taker.room.workshop_id, taker.link.id)
        return note_taker_address(link).removeprefix("http://localhost")


def new_note(page: Page) -> Locator:
    return page.locator("note-form:not([data-key])")


def headline(form: Locator) -> Locator:
    return form.get_by_label("An issue that was raised")


def arrived(page: Page) -> Locator:
    return page.locator("[data-note]")


def send(page: Page, words: str) -> None:
    headline(new_note(page)).fill(words)
    new_note(page).get_by_role("button", name="Send").click()


def headlines(taker: Taker) -> list[str]:
    return [note.headline for note in taker.notes()]


def test_a_note_arrives_with_its_session_and_the_form_is_free_for_the_next(
    phone: Page, taker: Taker
) -> None:
    form = new_note(phone)
    form.get_by_label("Session").select_option("B2")
    form.get_by_label("Theme").select_option(label="Corruption")
    send(phone, "No interpreters")
    expect(form.get_by_role("status")).to_have_text("Sent.")
    expect(arrived(phone)).to_contain_text("No interpreters")
    expect(headline(form)).to_have_value("")
    expect(headline(form)).to_be_focused()
    expect(form.get_by_label("Session")).to_have_value("B2")
    expect(form.get_by_label("Theme")).to_have_value("")
    headline(form).press_sequentially("A")
    expect(form.get_by_role("status")).to_have_text("")
    [note] = taker.notes()
    assert (note.source, note.theme_id is None) == ("B2", False)


def test_typed_text_survives_a_reload(phone: Page, taker: Taker) -> None:
    form = new_note(phone)
    form.get_by_label("Session").select_option("B2")
    headline(form).fill("Half written")
    phone.reload()
    expect(headline(form)).to_have_value("Half written")
    expect(form.get_by_label("Session")).to_have_value("B2")
    assert headlines(taker) == []


def test_a_half_done_change_survives_a_reload_and_is_in_sight(phone: Page, taker: Taker) -> None:
    send(phone, "No interpreters")
    expect(new_note(phone).get_by_role("status")).to_contain_text("Sent.")
    expect(arrived(phone)).to_contain_text("No interpreters")
    arrived(phone).get_by_text("Edit").click()
    headline(arrived(phone)).fill("No interpreters at ni")
    phone.reload()
    expect(headline(arrived(phone))).to_be_visible()
    expect(headline(arrived(phone))).to_have_value("No interpreters at ni")
    assert headlines(taker) == ["No interpreters"]


def test_a_note_that_is_shown_before_its_answer_comes_stays_folded(
    phone: Page, taker: Taker
) -> None:
    answered: list[tuple[Route, APIResponse]] = []

    def hold_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        return answered.append((route, route.fetch()))

    phone.route("**/notes", hold_the_answer)
    send(phone, "No interpreters")
    expect(arrived(phone)).to_contain_text("No interpreters")
    [(route, answer)] = answered
    route.fulfill(response=answer)
    expect(new_note(phone).get_by_role("status")).to_contain_text("Sent.")
    expect(headline(arrived(phone))).to_be_hidden()


def test_input_sent_offline_waits_and_arrives_once(phone: Page, taker: Taker) -> None:
    phone.context.set_offline(True)
    send(phone, "Sent in a cellar")
    expect(phone.locator("unsent-notes")).to_contain_text("Saved on this device")
    phone.context.set_offline(False)
    phone.reload()
    expect(arrived(phone)).to_contain_text("Sent in a cellar")
    expect(phone.locator("unsent-notes")).to_be_hidden()
    assert headlines(taker) == ["Sent in a cellar"]


def test_a_note_whose_answer_was_lost_is_one_note(phone: Page, taker: Taker) -> None:
    lost: list[APIResponse] = []

    def lose_the_answer(route: Route) -> None:
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    phone.route("**/notes", lose_the_answer)
    send(phone, "Heard on the train")
    expect(arrived(phone)).to_contain_text("Heard on the train")
    expect(phone.locator("unsent-notes")).to_be_hidden()
    assert len(lost) == 1
    assert headlines(taker) == ["Heard on the train"]


def test_a_note_that_is_changed_again_after_a_lost_answer_has_no_conflict(
    phone: Page, taker: Taker
) -> None:
    send(phone, "Heard on the train")
    expect(arrived(phone)).to_contain_text("Heard on the train")
    lost: list[APIResponse] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        if not lost:
            lost.append(route.fetch())
        return route.abort()

    phone.route("**/notes", lose_the_answer)
    edit(phone, "Heard on the bus")
    save(phone)
    expect(arrived(phone).locator(".said").first).to_have_text("Heard on the bus")
    edit(phone, "Heard on the boat")
    save(phone)
    phone.unroute("**/notes")
    expect(arrived(phone).locator(".said").first).to_have_text("Heard on the boat")
    expect(arrived(phone).locator(".form-note")).to_have_count(0)
    assert headlines(taker) == ["Heard on the boat"]


def test_a_note_is_changed_and_withdrawn(phone: Page, taker: Taker) -> None:
    send(phone, "Too few interpretors")
    expect(arrived(phone)).to_contain_text("interpretors")
    arrived(phone).get_by_text("Edit").click()
    headline(arrived(phone)).fill("Too few interpreters")
    arrived(phone).get_by_role("button", name="Save").click()
    expect(arrived(phone).locator(".said").first).to_have_text("Too few interpreters")
    assert headlines(taker) == ["Too few interpreters"]
    arrived(phone).get_by_role("button", name="Withdraw").click()
    phone.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(arrived(phone)).to_have_count(0)
    assert headlines(taker) == []


def test_another_device_changes_the_note_too(
    phone: Page, taker: Taker, served: Served, browser: Browser
) -> None:
    send(phone, "First words")
    other = browser.new_context().new_page()
    go_by(other, taker, served)
    for page, words in ((other, "Second words"), (phone, "Third words"), (other, "Last words")):
        if not headline(arrived(page)).is_visible():
            arrived(page).get_by_text("Edit").click()
        headline(arrived(page)).fill(words)
        arrived(page).get_by_role("button", name="Save").click()
        for each in (phone, other):
            expect(arrived(each).locator(".said").first).to_have_text(words)
    assert headlines(taker) == ["Last words"]
    other.context.close()


@pytest.fixture
def other(phone: Page, taker: Taker, served: Served, browser: Browser) -> Iterator[Page]:
    """A second phone with the same link, after the first has sent a note."""
    send(phone, "First words")
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    go_by(page, taker, served)
    yield page
    context.close()


def edit(page: Page, words: str) -> None:
    if not headline(arrived(page)).is_visible():
        arrived(page).get_by_text("Edit").click()
    headline(arrived(page)).fill(words)


def save(page: Page) -> None:
    arrived(page).get_by_role("button", name="Save").click()


def withdraw(page: Page) -> None:
    arrived(page).get_by_text("Edit").click()
    arrived(page).get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(arrived(page)).to_have_count(0)


def delete(page: Page, note: Locator) -> None:
    note.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()


def shows(page: Page, words: str) -> None:
    expect(arrived(page).locator(".said").first).to_have_text(words)


def test_words_sent_late_do_not_replace_those_of_another_phone(
    phone: Page, other: Page, taker: Taker
) -> None:
    other.context.set_offline(True)
    edit(other, "Written offline")
    save(other)
    for words in ("Second words", "Third words"):
        edit(phone, words)
        save(phone)
        shows(phone, words)
    other.context.set_offline(False)
    other.evaluate("dispatchEvent(new Event('online'))")
    expect(arrived(other)).to_contain_text("Somebody else has saved a different version.")
    shows(other, "Third words")
    other.reload()
    expect(headline(arrived(other))).to_have_value("Written offline")
    assert headlines(taker) == ["Third words"]
    save(other)
    shows(phone, "Written offline")
    assert headlines(taker) == ["Written offline"]


def edit_at_once(slower: Page, faster: Page) -> None:
    """Two people edit a note, and one of them has saved it."""
    edit(slower, "A long careful text")
    edit(faster, "Saved first")
    save(faster)
    shows(slower, "Saved first")


def test_of_two_phones_that_edit_a_note_the_slower_one_sees_the_others_words_first(
    phone: Page, other: Page, taker: Taker
) -> None:
    edit_at_once(other, phone)
    save(other)
    expect(arrived(other)).to_contain_text("Somebody else has saved a different version.")
    expect(headline(arrived(other))).to_have_value("A long careful text")
    assert headlines(taker) == ["Saved first"]
    headline(arrived(other)).press_sequentially("!")
    other.reload()
    expect(headline(arrived(other))).to_have_value("A long careful text!")
    expect(arrived(other)).to_contain_text("Somebody else has saved a different version.")
    expect(arrived(other).get_by_text("Saved by somebody else")).to_be_visible()
    save(other)
    shows(phone, "A long careful text!")
    expect(arrived(other).get_by_text("Saved by somebody else")).to_be_hidden()
    edit(phone, "Saved once more")  # of what this phone shows now
    save(phone)
    shows(other, "Saved once more")


def test_words_typed_while_the_page_fetches_the_others_text_replace_it_too(
    phone: Page, other: Page, taker: Taker
) -> None:
    edit_at_once(other, phone)
    held: list[Route] = []

    def hold_the_page(route: Route) -> None:
        return route.continue_() if route.request.method == "POST" else held.append(route)

    other.route("**/notes", hold_the_page)
    with other.expect_request(lambda request: request.method == "GET"):
        save(other)
    expect(arrived(other)).to_contain_text("Somebody else has saved a different version.")
    headline(arrived(other)).press_sequentially("!")
    other.evaluate("refreshed = new Promise((done) => addEventListener('refreshed', done)), 0")
    for route in held:
        route.continue_()
    other.evaluate("refreshed.then(() => 0)")
    other.unroute("**/notes")
    save(other)
    shows(phone, "A long careful text!")


@pytest.mark.parametrize("focused", [False, True])
def test_a_form_without_unsaved_input_has_the_text_that_the_page_shows(
    phone: Page, other: Page, taker: Taker, focused: bool
) -> None:
    edit(phone, "Saved first")
    save(phone)
    shows(other, "Saved first")
    shows(phone, "Saved first")
    if focused:
        headline(arrived(phone)).focus()
    edit(other, "A better text")
    save(other)
    shows(phone, "A better text")
    expect(headline(arrived(phone))).to_have_value("A better text")
    save(phone)
    expect(arrived(phone).get_by_role("status")).to_have_text("Saved.")
    assert headlines(taker) == ["A better text"]


def test_words_for_a_withdrawn_note_can_be_sent_as_a_new_one(
    phone: Page, other: Page, taker: Taker
) -> None:
    other.context.set_offline(True)
    edit(other, "Written offline")
    save(other)
    withdraw(phone)
    other.context.set_offline(False)
    other.evaluate("dispatchEvent(new Event('online'))")
    unsent = other.locator("unsent-notes")
    expect(unsent).to_contain_text("Written offline")
    expect(unsent).to_contain_text("Somebody else has withdrawn this note.")
    assert headlines(taker) == []
    unsent.get_by_role("button", name="Send").click()
    shows(phone, "Written offline")
    expect(unsent).to_be_hidden()


def test_half_typed_words_stay_on_the_phone_when_their_note_is_withdrawn(
    phone: Page, other: Page
) -> None:
    edit(other, "Half a sent")
    withdraw(phone)
    unsent = other.locator("unsent-notes")
    expect(unsent).to_contain_text("Half a sent")
    expect(unsent).to_contain_text("Somebody else has withdrawn this note.")
    delete(other, unsent.get_by_role("listitem"))
    expect(unsent).to_be_hidden()
    expect(other.get_by_role("heading", name="Notes", exact=True)).to_be_focused()


def test_half_typed_words_of_a_sorted_note_say_why_they_are_not_sent(
    phone: Page, other: Page, taker: Taker
) -> None:
    edit(other, "Half a sent")
    with transaction() as session:
        note_triage.set_aside(session, taker.room.organizer, taker.notes()[0].id, "")
    refresh(other)
    unsent = other.locator("unsent-notes")
    expect(unsent).to_contain_text("Half a sent")
    expect(unsent).to_contain_text("The organizers have already sorted this note.")


def test_the_page_says_what_has_become_of_a_note(phone: Page, taker: Taker) -> None:
    send(phone, "The coffee was cold")
    expect(arrived(phone)).to_contain_text("not sorted yet")
    with transaction() as session:
        note_triage.set_aside(session, taker.room.organizer, taker.notes()[0].id, "not an issue")
    phone.reload()
    expect(arrived(phone)).to_contain_text("Set aside")
    expect(arrived(phone)).not_to_contain_text("not an issue")
    expect(arrived(phone).get_by_text("Edit")).to_have_count(0)


def test_changing_a_note_that_was_sorted_is_refused_with_a_message(
    phone: Page, taker: Taker
) -> None:
    send(phone, "No interpreters")
    expect(arrived(phone)).to_contain_text("No interpreters")
    arrived(phone).get_by_text("Edit").click()
    headline(arrived(phone)).fill("No interpreters at night")
    phone.route("**/notes", lambda route: route.abort())  # neither the note nor the page
    arrived(phone).get_by_role("button", name="Save").click()
    expect(arrived(phone)).to_contain_text("Saved on this device")
    with transaction() as session:
        note_triage.set_aside(session, taker.room.organizer, taker.notes()[0].id, "")
    phone.unroute("**/notes")
    expect(phone.locator("unsent-notes")).to_contain_text("No interpreters at night")
    expect(phone.locator("unsent-notes")).to_contain_text("Write a new")
    expect(arrived(phone)).to_contain_text("Set aside")
    delete(phone, phone.locator("unsent-notes").get_by_role("listitem"))
    expect(phone.locator("unsent-notes")).to_be_hidden()


def test_a_renewed_link_sends_what_the_old_one_could_not(
    phone: Page, taker: Taker, served: Served
) -> None:
    phone.route("**/w/*/notes", lambda route: route.abort())
    send(phone, "Sent too late")
    expect(phone.locator("unsent-notes")).to_contain_text("Saved on this device")
    with transaction() as session:
        link = queries.link(session, taker.room.workshop_id, taker.link.id)
        actions.renew_link(session, taker.room.organizer, link)
    phone.unroute("**/w/*/notes")
    phone.reload()
    expect(phone.get_by_text("ask the organizers for a new one")).to_be_visible()
    go_by(phone, taker, served)
    expect(arrived(phone)).to_contain_text("Sent too late")
    assert headlines(taker) == ["Sent too late"]


def test_what_a_removed_link_could_not_send_is_sent_with_another(
    phone: Page, taker: Taker, served: Served
) -> None:
    phone.route("**/w/*/notes", lambda route: route.abort())
    send(phone, "Sent too late")
    expect(phone.locator("unsent-notes")).to_contain_text("Saved on this device")
    headline(new_note(phone)).fill("Half written")
    with transaction() as session:
        link = queries.link(session, taker.room.workshop_id, taker.link.id)
        actions.remove_link(session, taker.room.organizer, link)
    phone.unroute("**/w/*/notes")
    phone.reload()
    other = Taker(taker.room, taker.room.note_link())
    go_by(phone, other, served)
    kept = phone.locator("earlier-notes")
    for words in ("Sent too late", "Half written"):
        row = kept.get_by_role("listitem").filter(has_text=words)
        row.get_by_role("button", name="Send").click()
        expect(row).to_have_count(0)
        expect(arrived(phone).filter(has_text=words)).to_be_visible()
        expect(phone.locator("body")).not_to_be_focused()
    expect(kept).to_be_hidden()
    assert headlines(taker) == ["Sent too late", "Half written"]


def test_notes_stored_for_one_link_are_not_sent_with_another(
    phone: Page, taker: Taker, served: Served
) -> None:
    other = Taker(taker.room, taker.room.note_link())
    headline(new_note(phone)).fill("Of the first link")
    go_by(phone, other, served)
    expect(headline(new_note(phone))).to_have_value("")
    go_by(phone, taker, served)
    expect(headline(new_note(phone))).to_have_value("Of the first link")


def test_a_refresh_in_the_middle_of_a_word_takes_no_letter(phone: Page) -> None:
    field = headline(new_note(phone))
    field.press_sequentially("Night")
    phone.reload()
    expect(field).to_have_value("Night")  # so the phone has stored it
    shown = field.evaluate(
        """field => {
            field.value += " shifts";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            document.dispatchEvent(new Event("refreshed"));
            return field.value;
        }"""
    )
    assert shown == "Night shifts"
