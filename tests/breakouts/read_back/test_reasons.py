"""The reason of a member's answer reaches the server however it was typed, in a real browser."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from polling.breakouts.read_back import actions
from polling.core.db import reading, transaction
from polling.recommendations.models import AgreementMark, Recommendation
from tests.breakouts.drafting.group_at_work import Table
from tests.browser_page import opened, refresh, wait_for
from tests.conftest import Served
from tests.room import Room


@pytest.fixture
def table(served: Served) -> Table:
    return Table.of(Room.of(served[1]))


def marks(table: Table) -> list[tuple[str, str]]:
    """The stored answers of the first member, in the order of the recommendations."""
    with reading() as session:
        own = session.query(AgreementMark).filter_by(participant_id=table.members[0])
        rows = own.order_by(AgreementMark.recommendation_id)
        return [(row.stance, row.reason) for row in rows]


def turn(table: Table, to: str, *pages: Page) -> None:
    """Turn to a recommendation, and refresh these pages, which their server does not tell."""
    with transaction() as session:
        actions.turn(session, table.facilitator(), to)
    for page in pages:
        refresh(page)


def field(phone: Page) -> Locator:
    return phone.locator("#read-back textarea")


def status(phone: Page) -> Locator:
    return phone.locator("#read-back [data-status]")


def choose(phone: Page, name: str) -> None:
    phone.locator("#read-back").get_by_role("button", name=name).click()


def test_a_reason_typed_before_or_after_the_answer_arrives(
    table: Table, served: Served, browser: Browser
) -> None:
    for place in (1, 2):
        table.recommend(action=f"open registry {place}", position=place)
    turn(table, "begin")
    phone = opened(browser, served[0], table.visitor(table.members[0]), f"/w/{table.room.code}")
    field(phone).fill("A week")
    expect(status(phone)).to_have_text("Not sent yet. To send your reason, choose an answer.")
    phone.reload()
    expect(field(phone)).to_have_value("A week")
    choose(phone, "Cannot live with it")
    field(phone).fill("A week is too late.")
    expect(status(phone)).to_have_text("Not sent yet")
    field(phone).blur()
    wait_for(phone, lambda: marks(table) == [("cannot", "A week is too late.")])
    expect(status(phone)).to_have_text("Sent.")
    expect(phone.locator("#read-back .reasons")).to_have_text("A week is too late.")
    go_on_while_it_is_typed(table, phone)
    type_offline(table, phone)


def test_an_answer_given_offline_is_for_the_wording_that_was_read(
    table: Table, served: Served, browser: Browser
) -> None:
    made = table.recommend(action="open a registry")
    phone = opened(browser, served[0], table.visitor(table.members[0]), f"/w/{table.room.code}")
    card = phone.locator(f"#marks-{made}")
    card.locator("summary").click()
    phone.context.set_offline(True)
    card.get_by_role("button", name="Fully agree").click()
    expect(card.locator("[data-status]")).to_contain_text("Saved on this device.")
    reword(table, made, "close the registry")
    phone.context.set_offline(False)
    refusal = "The text has just changed. Read it again, then answer."
    expect(card.locator("[data-status]")).to_have_text(refusal)
    assert marks(table) == []
    expect(card.locator("[aria-pressed=true]")).to_have_count(0)
    card.get_by_role("button", name="Cannot live with it").click()
    wait_for(phone, lambda: marks(table) == [("cannot", "")])
    expect(card.locator("[data-status]")).to_have_text("Sent.")
    reword(table, made, "move the registry")
    turn(table, "begin", phone)
    expect(phone.locator("#read-back .said")).to_contain_text("move the registry")
    for each in phone.locator("[data-status]").all():
        expect(each).to_have_text("")


def with_a_sent_reason(table: Table, served: Served, browser: Browser) -> Page:
    """The phone of the first member, whose answer and reason have arrived."""
    table.recommend(action="open a registry")
    turn(table, "begin")
    phone = opened(browser, served[0], table.visitor(table.members[0]), f"/w/{table.room.code}")
    choose(phone, "Fully agree")
    field(phone).fill("Soon")
    field(phone).blur()
    expect(status(phone)).to_have_text("Sent.")
    wait_for(phone, lambda: marks(table) == [("agree", "Soon")])
    return phone


@pytest.mark.parametrize("answer", ["", "Cannot live with it"])
def test_a_reason_that_did_not_arrive_is_kept_for_somebody_who_was_moved(
    table: Table, served: Served, browser: Browser, answer: str
) -> None:
    phone = with_a_sent_reason(table, served, browser)
    phone.context.set_offline(True)
    field(phone).fill("A week is too late.")
    if answer:
        choose(phone, answer)
    table.seat(table.members[0], table.other_group_id)
    phone.context.set_offline(False)
    refresh(phone)
    expect(phone.locator("unsent-fields li .said")).to_have_text("A week is too late.")
    phone.reload()
    expect(phone.locator("unsent-fields li .said")).to_have_text("A week is too late.")


def test_a_reason_that_arrived_is_not_shown_as_unsent(
    table: Table, served: Served, browser: Browser
) -> None:
    phone = with_a_sent_reason(table, served, browser)
    turn(table, "end", phone)
    expect(field(phone)).to_have_count(0)
    expect(phone.locator("unsent-fields")).to_be_hidden()


def reword(table: Table, made: int, action: str) -> None:
    with transaction() as session:
        session.get_one(Recommendation, made).action = action


def go_on_while_it_is_typed(table: Table, phone: Page) -> None:
    turn(table, "next", phone)
    expect(phone.get_by_text("Wording check: 2 of 2")).to_be_visible()
    expect(field(phone)).to_have_value("")
    expect(status(phone)).to_have_text("")
    choose(phone, "Agree, with reservations")
    wait_for(phone, lambda: len(marks(table)) == 2)
    phone.clock.install()  # the pause after typing does not end
    field(phone).fill("Who pays?")
    turn(table, "back", phone)
    expect(phone.get_by_text("Wording check: 1 of 2")).to_be_visible()
    expect(field(phone)).to_have_value("A week is too late.")
    wait_for(phone, lambda: marks(table)[1] == ("reservations", "Who pays?"))
    phone.clock.resume()


def type_offline(table: Table, phone: Page) -> None:
    phone.context.set_offline(True)
    choose(phone, "Fully agree")
    field(phone).fill("Fine now")
    saved = "Saved on this device. It will be sent when you are online."
    expect(status(phone)).to_have_text(saved)
    phone.context.set_offline(False)
    wait_for(phone, lambda: marks(table)[0] == ("agree", "Fine now"))
