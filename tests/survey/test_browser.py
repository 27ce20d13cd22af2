"""The survey on a phone in a real browser: input is kept, and sent when the network is back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.db import transaction
from polling.report.actions.preparation import prepare
from polling.report.actions.publishing import publish
from polling.workshop.models import Workshop
from tests.browser_page import context_of, opened, opened_in, press, refresh, wait_for
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.survey.actions.test_answering import send, set_open, stored
from tests.survey.actions.test_editing import post
from tests.survey.actions.test_tagging import WROTE, write_as


@pytest.fixture
def server(room: Room) -> Iterator[Server]:
    room.go("lobby")
    room.go("survey")
    with Server() as running:
        yield running


@pytest.fixture
def phone(room: Room, browser: Browser, server: Server) -> Iterator[Page]:
    page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
    state(page, "draft")  # restored first: a slow machine could type before that
    yield page
    page.context.close()


def state(phone: Page, expected: str) -> None:
    expect(phone.locator("survey-form")).to_have_attribute("data-state", expected)


def test_answers_survive_a_reload_before_they_are_sent(phone: Page) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.locator("[name=best_sessions]").nth(1).check()
    phone.locator("[name=valuable]").fill("The mix")
    phone.reload()
    expect(phone.locator("[name=learned][value='4']")).to_be_checked()
    expect(phone.locator("[name=best_sessions]").nth(1)).to_be_checked()
    expect(phone.locator("[name=valuable]")).to_have_value("The mix")
    expect(phone.locator("[data-status]")).to_have_text("Not sent yet")


def test_facilitators_see_the_number_of_answers_grow(
    phone: Page, room: Room, browser: Browser, server: Server
) -> None:
    visitor = room.facilitator_visitor()
    tablet = opened(browser, server, visitor, f"/w/{room.code}/facilitator")
    expect(tablet.locator("main")).to_contain_text("0 of 1 answered")
    phone.locator("[name=learned][value='4']").check()
    phone.get_by_role("button", name="Send").click()
    expect(tablet.locator("main")).to_contain_text("1 of 1 answered")


def test_sent_answers_are_counted_and_can_be_changed(phone: Page) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    expect(phone.locator("[data-status]")).to_have_text(re.compile("^Received at"))
    phone.locator("[name=learned][value='2']").check()
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    assert stored() == [{"learned": "2"}]


def test_the_focus_goes_to_the_status_of_the_answers_and_back_if_they_are_refused(
    phone: Page,
) -> None:
    status, send = phone.locator("[data-status]"), phone.locator(".send button:enabled")
    phone.locator("[name=learned][value='4']").check()
    send.press("Enter")
    expect(status).to_have_text(re.compile("^Received at"))
    expect(status).to_be_focused()
    phone.locator("[name=learned][value='2']").check()
    with transaction() as session:
        session.query(Workshop).one().survey_open = False
    send.press("Enter")
    state(phone, "refused")
    expect(send).to_be_focused()


SAVED = "The survey is closed. Your answers were saved."
NOT_SAVED = "The survey is closed. Your answers were not saved."
EARLIER = (
    "The survey is closed. Your latest answers were not saved; your earlier answers still count."
)


def close(room: Room, browser: Browser, server: Server) -> None:
    console = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/survey")
    press(console, "Close the survey")
    expect(console.get_by_role("button", name="Open the survey")).to_be_visible()
    console.context.close()


def not_sent(phone: Page, *texts: str) -> None:
    expect(phone.get_by_role("heading", name="Not sent")).to_have_count(int(bool(texts)))
    expect(phone.locator("unsent-answers li .said")).to_have_text(list(texts))


def test_answers_are_also_sent_from_a_page_without_their_form(room: Room, phone: Page) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    phone.route("**/survey", lambda route: route.abort())
    phone.locator("[name=learned][value='2']").check()
    phone.get_by_role("button", name="Send").click()
    state(phone, "saved")
    room.go("closed")
    phone.reload()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    phone.unroute("**/survey")
    wait_for(phone, lambda: stored() == [{"learned": "2"}])


@pytest.mark.parametrize(
    "sent, changed, said",
    [
        pytest.param(True, False, SAVED, id="all sent"),
        pytest.param(True, True, EARLIER, id="a change not sent"),
        pytest.param(False, True, NOT_SAVED, id="nothing sent"),
        pytest.param(False, False, "No vote or survey is open now.", id="nothing answered"),
    ],
)
def test_after_the_close_the_phone_says_what_was_counted(
    room: Room,
    browser: Browser,
    server: Server,
    phone: Page,
    *,
    sent: bool,
    changed: bool,
    said: str,
) -> None:
    if sent:
        phone.locator("[name=learned][value='4']").check()
        phone.get_by_role("button", name="Send").click()
        state(phone, "counted")
    if changed:
        phone.locator("[name=valuable]").fill("The mix")
        expect(phone.locator("[data-status]")).to_have_text(re.compile("[Nn]ot sent"))
    close(room, browser, server)
    for look in range(2):
        if look:
            phone.reload()
        expect(phone.locator("closed-survey")).to_have_text(said)
        expect(phone.locator("closed-survey.warn")).to_have_count(int(changed))
        not_sent(phone, *["The mix"] * changed)
        expect(phone.get_by_text("You can skip any question")).to_have_count(0)


def test_answers_that_wait_until_after_the_close_are_refused_in_words(
    room: Room, browser: Browser, server: Server, phone: Page
) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send").click()
    state(phone, "saved")
    close(room, browser, server)
    phone.context.set_offline(False)
    expect(phone.locator("closed-survey")).to_have_text(NOT_SAVED)
    assert stored() == []
    console = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/survey")
    press(console, "Open the survey")
    said = "The survey is open again. Please send your answers again."
    expect(phone.locator("[data-status]")).to_have_text(said)
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")


def test_texts_that_were_not_sent_before_the_close_can_be_copied_until_they_are_deleted(
    room: Room, browser: Browser, server: Server, phone: Page
) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.locator("[name=valuable]").fill("The mix")
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    phone.locator("[name=improve]").fill("Less\nbut longer")
    state(phone, "draft")
    not_sent(phone)
    close(room, browser, server)
    not_sent(phone, "Less\nbut longer")
    expect(phone.locator("unsent-answers li")).to_have_text(
        re.compile("better next time.*Copy", re.DOTALL)
    )
    phone.reload()
    not_sent(phone, "Less\nbut longer")
    room.go("closed")
    phone.close()
    phone = opened_in(phone.context, f"{server.address}/w/{room.code}")
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    not_sent(phone, "Less\nbut longer")
    press(phone, "Delete all")
    not_sent(phone)
    set_open(room, is_open=True)
    phone.goto(f"{phone.url}/survey")
    expect(phone.locator("[name=learned][value='4']")).to_be_checked()
    expect(phone.locator("[name=valuable]")).to_have_value("The mix")
    expect(phone.locator("[name=improve]")).to_have_value("")


def test_texts_that_were_not_sent_are_all_that_the_published_report_leaves_on_the_phone(
    room: Room, browser: Browser, server: Server, phone: Page
) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.locator("[name=improve]").fill("Less\nbut longer")
    state(phone, "draft")
    close(room, browser, server)
    room.go("closed")
    with transaction() as session:
        publish(session, room.organizer, prepare(session, room.organizer))
    for _page in range(2):
        phone.goto(f"{server.address}/w/{room.code}")
        expect(phone.locator("forget-ballots")).to_contain_text("no longer on this phone")
        not_sent(phone, "Less\nbut longer")
    press(phone, "Delete all")
    not_sent(phone)
    set_open(room, is_open=True)
    phone.goto(f"{phone.url}/survey")
    expect(phone.locator("[name=learned][value='4']")).not_to_be_checked()


def test_texts_that_came_too_late_can_be_copied_until_they_are_deleted(
    room: Room, browser: Browser, server: Server, phone: Page
) -> None:
    phone.locator("[name=learned][value='4']").check()
    phone.locator("[name=valuable]").fill("The mix")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send").click()
    state(phone, "saved")
    close(room, browser, server)
    phone.context.set_offline(False)
    not_sent(phone, "The mix")
    phone.reload()
    not_sent(phone, "The mix")
    press(phone, "Delete all")
    not_sent(phone)
    set_open(room, is_open=True)
    phone.reload()
    expect(phone.locator("[name=learned][value='4']")).to_be_checked()
    expect(phone.locator("[name=valuable]")).to_have_value("")
    expect(phone.locator("[data-status]")).to_have_text("Not sent yet")


def test_each_person_on_a_shared_phone_sees_only_their_own_unsent_texts(
    room: Room, browser: Browser, server: Server
) -> None:
    typed = {"The mix": room.participant_visitor(), "The food": room.participant_visitor()}
    context = context_of(browser, server, room.participant_visitor())
    phone = opened_in(context, f"{server.address}/w/{room.code}")

    def reload_as(text: str) -> None:
        cookie = cookie_of(typed[text])
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.address}])
        phone.reload()

    for text in typed:
        reload_as(text)
        state(phone, "draft")
        phone.locator("[name=valuable]").fill(text)
        expect(phone.locator("[data-status]")).to_have_text("Not sent yet")
    close(room, browser, server)
    not_sent(phone, "The food")
    for text in typed:
        reload_as(text)
        not_sent(phone, text)


def test_text_typed_in_two_tabs_is_merged(phone: Page) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    state(other, "draft")
    phone.locator("[name=learned][value='4']").check()
    expect(other.locator("[name=learned][value='4']")).to_be_checked()
    other.locator("[name=valuable]").fill("The mix")
    expect(phone.locator("[name=valuable]")).to_have_value("The mix")
    phone.locator("[name=improve]").focus()  # as it was left
    other.locator("[name=improve]").fill("Less")
    expect(phone.locator("[name=improve]")).to_have_value("Less")
    phone.locator("[name=valuable]").fill("The mix of people")
    expect(other.locator("[name=valuable]")).to_have_value("The mix of people")
    phone.get_by_role("button", name="Send").click()
    state(other, "counted")
    assert stored() == [{"learned": "4", "valuable": "The mix of people", "improve": "Less"}]


def test_answers_wait_for_the_connection(phone: Page) -> None:
    phone.locator("[name=recommend][value=yes]").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send").click()
    state(phone, "saved")
    assert stored() == []
    phone.context.set_offline(False)
    state(phone, "counted")
    assert stored() == [{"recommend": "yes"}]


def test_adding_a_question_keeps_the_answers_on_the_phone(
    room: Room, browser: Browser, server: Server, phone: Page
) -> None:
    phone.locator("[name=valuable]").fill("The mix")
    questions = f"/console/{room.code}/setup?section=survey"
    console = opened(browser, server, room.organizer_visitor(), questions)
    console.locator("#add-question [name=text]").fill("What else?")
    console.locator("#add-question [name=type]").select_option("text")
    console.locator("#add-question").get_by_role("button", name="Add").click()
    expect(phone.locator("[name=question_1]")).to_be_visible()
    expect(phone.locator("[name=valuable]")).to_have_value("The mix")


def test_a_refresh_before_the_phone_has_stored_an_answer_keeps_it(phone: Page) -> None:
    answer = phone.locator("[name=valuable]")
    answer.evaluate("""(field) => {
      field.value = "The mix";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      document.dispatchEvent(new Event("refreshed"));
    }""")
    expect(answer).to_have_value("The mix")
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    assert stored() == [{"valuable": "The mix"}]


def test_it_is_answered_with_the_keyboard_alone(phone: Page) -> None:
    phone.locator("[name=learned]").first.focus()
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("ArrowRight")
    send = phone.get_by_role("button", name="Send")
    expect(send).to_be_enabled()
    send.focus()
    phone.keyboard.press("Enter")
    state(phone, "counted")
    assert stored() == [{"learned": "3"}]


def test_answers_are_ticked_and_tagged_while_more_are_released(
    room: Room, browser: Browser, server: Server
) -> None:
    write_as(room, WROTE[:5])
    set_open(room, is_open=True)
    for number in range(5):
        phone = room.participant_visitor()
        send(room, phone, {"valuable": WROTE[5]}, receipt=f"{number:032x}")
    tags = f"/console/{room.code}/survey?part=tags"
    console = opened(browser, server, room.organizer_visitor(), tags)
    console.get_by_label("More time.", exact=True).check()
    press(console, "Close the survey")
    expect(console.get_by_label(WROTE[5])).to_be_visible()
    expect(console.get_by_label("More time.", exact=True)).to_be_checked()
    console.get_by_label("Tag", exact=True).fill("Time")
    console.get_by_role("button", name="Add tag").click()
    taken_off = console.get_by_role("button", name="Remove: Time")
    expect(taken_off).to_have_count(1)
    expect(console.get_by_label("More time.", exact=True)).not_to_be_checked()
    taken_off.click()
    expect(taken_off).to_have_count(0)
    console.context.close()


def test_a_question_appears_with_the_answer_that_it_depends_on(
    room: Room, server: Server, phone: Page
) -> None:
    fields = {"type": "text", "text": "Why not?", "only_if": "recommend=no"}
    post(room, room.organizer_visitor(), "questions", **fields)
    phone.reload()
    expect(phone.get_by_label("Why not?")).to_be_hidden()
    phone.locator("[name=recommend][value=no]").check()
    phone.get_by_label("Why not?").fill("Too long.")
    phone.locator("[name=recommend][value=yes]").check()
    expect(phone.get_by_label("Why not?")).to_be_hidden()
    refresh(phone)
    phone.locator("[name=recommend][value=no]").check()
    expect(phone.get_by_label("Why not?")).to_have_value("Too long.")
    phone.locator("[name=recommend][value=yes]").check()
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    assert stored() == [{"recommend": "yes"}]


def test_options_are_put_in_order_and_given_marks(room: Room, server: Server, phone: Page) -> None:
    organizer = room.organizer_visitor()
    post(
        room,
        organizer,
        "questions",
        type="ranking",
        text="Best lunch?",
        options="Rice\nSoup\nBread\nFish",
    )
    post(
        room,
        organizer,
        "questions",
        type="matrix",
        text="How was the workshop?",
        options="Day 1\nDay 2",
    )
    phone.reload()
    ranking = phone.get_by_role("group", name="Best lunch?")
    for name in ("Soup", "Fish", "Rice"):
        ranking.get_by_label(name).focus()
        phone.keyboard.press("Space")
    expect(ranking.get_by_label("Soup rank 1")).to_be_checked()
    expect(ranking.get_by_label("Bread")).to_be_disabled()
    ranking.get_by_label("Soup").uncheck()
    expect(ranking.get_by_label("Fish rank 1")).to_be_checked()
    expect(ranking.get_by_label("Bread")).to_be_enabled()
    phone.get_by_role("group", name="Day 2").get_by_label("4").check()
    phone.get_by_role("group", name="Day 1").get_by_label("2").check()
    phone.get_by_role("group", name="Day 1").get_by_label("no rating").check()
    phone.reload()
    expect(ranking.get_by_label("Rice rank 2")).to_be_checked()
    phone.get_by_role("button", name="Send").click()
    state(phone, "counted")
    assert stored() == [{"question_1": ["Fish", "Rice"], "question_2": {"Day 2": "4"}}]
