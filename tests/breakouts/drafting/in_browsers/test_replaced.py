"""A document is replaced while somebody writes in it: every key arrives in the new one."""

from math import inf

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from polling.core.db import transaction
from polling.documents import store, writing
from polling.documents.models import DocumentUpdate
from polling.recommendations.models import Recommendation
from tests.attacks.hostile_yjs_updates import many_clients
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import (
    Open,
    field,
    is_saved,
    keep,
    status_is,
    type_at,
)
from tests.browser_page import refresh, wait_for
from tests.documents.drafting_phone import Phone


class Gate:
    """Between a page and the server: lets a number of requests to join through, then none."""

    def __init__(self, page: Page) -> None:
        self.joins = inf
        self._waiting: list[str | bytes] = []
        page.route_web_socket("**/socket.io/**", self._stand)

    def open(self) -> None:
        self.joins = inf
        for message in self._waiting:
            self._server.send(message)
        self._waiting = []

    def wait(self, page: Page) -> None:
        wait_for(page, lambda: self._waiting)

    def _stand(self, socket: WebSocketRoute) -> None:
        self._server = socket.connect_to_server()
        socket.on_message(self._forward)

    def _forward(self, message: str | bytes) -> None:
        self.joins -= isinstance(message, str) and "draft.join" in message
        if self.joins < 0:
            self._waiting.append(message)
        else:
            self._server.send(message)


def replace(table: Table, made: int, meanwhile: str | None = None) -> None:
    """Replace the group's document, as the server does when it is too costly."""
    with transaction() as session:
        data = many_clients(f"{made}/rationale", 5_000)
        session.add(DocumentUpdate(group_id=table.group_id, data=data))
        if meanwhile is not None:
            session.get_one(Recommendation, made).action = meanwhile
    store.forget_all()
    writing.make_ready(table.member())
    before, table.document = table.document, Table.document_of(table.group_id)
    assert table.document != before


def test_every_key_typed_while_the_document_is_replaced_is_stored(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open of owners")
    page = opened(0)
    gate = Gate(page)
    page.reload()
    is_saved(page)
    type_at(field(page, made), 4, " a")
    is_saved(page)
    gate.joins = 0
    replace(table, made)
    page.keyboard.type(" reg")
    refresh(page)
    expect(page.locator("shared-draft")).to_have_attribute("data-document", table.document)
    page.keyboard.type("istry")
    expect(field(page, made)).to_have_value("open a registry of owners")
    gate.wait(page)
    page.keyboard.type(" or")
    gate.open()
    page.keyboard.type(" list")
    expect(field(page, made)).to_be_focused()
    is_saved(page)
    expect(field(page, made)).to_have_value("open a registry or list of owners")
    assert table.row(made).action == "open a registry or list of owners"


@pytest.mark.parametrize("unsent", ["", "reg"])
def test_a_space_before_the_next_word_stays_in_the_new_document(
    table: Table, opened: Open, unsent: str
) -> None:
    made = table.recommend(action="open")
    page = opened(0)
    type_at(field(page, made), 4, " a ")
    is_saved(page)
    replace(table, made)
    page.keyboard.type(unsent)
    refresh(page)
    expect(page.locator("shared-draft")).to_have_attribute("data-document", table.document)
    other = opened(1)  # by then, the new document is ready
    page.keyboard.type("registry"[len(unsent) :])
    for one in (page, other):
        expect(field(one, made)).to_have_value("open a registry")
    is_saved(page)
    assert table.row(made).action == "open a registry"


@pytest.mark.parametrize(
    "meanwhile, expected, then",
    [
        ("open now", "open a registry now", "open a registry! now"),
        ("we open", "we open a registry", "we open a registry!"),
        ("we open now", "we open now a registry", "we open now a registry!"),
    ],
    ids=["after", "before", "around"],
)
def test_the_caret_stays_after_the_word_that_was_typed_meanwhile(
    table: Table, opened: Open, meanwhile: str, expected: str, then: str
) -> None:
    made = table.recommend(action="open")
    page = opened(0)
    type_at(field(page, made), 4, "")
    replace(table, made, meanwhile)
    page.keyboard.type(" a registry")
    refresh(page)
    expect(field(page, made)).to_have_value(expected)
    page.keyboard.type("!")
    is_saved(page)
    expect(field(page, made)).to_have_value(then)
    assert table.row(made).action == then


def test_a_word_being_composed_while_the_document_is_replaced_is_left_alone_and_then_stored(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="end")
    page = opened(0)
    keyboard = page.context.new_cdp_session(page)
    type_at(field(page, made), 0, "")

    def compose(part: str) -> None:
        ends = {"selectionStart": len(part), "selectionEnd": len(part)}
        keyboard.send("Input.imeSetComposition", {"text": part, **ends})

    compose("vi")
    is_saved(page)
    replace(table, made, "viend of it")
    compose("vie")
    refresh(page)
    other = opened(1)  # by then, the new document is ready
    compose("việ")
    expect(field(page, made)).to_have_value("việend")
    keyboard.send("Input.insertText", {"text": "việt "})
    for one in (page, other):
        expect(field(one, made)).to_have_value("việt end of it")
    expect(other.locator(f'[data-writing="{made}/action"]')).to_have_text("#1 is writing here")
    assert field(page, made).evaluate("field => field.selectionStart") == len("việt ")
    is_saved(page)
    assert table.row(made).action == "việt end of it"


def test_every_key_typed_while_the_text_is_written_again_is_stored(
    table: Table, opened: Open
) -> None:
    made = table.recommend()
    page = opened(0)
    earlier = Phone(table.document, 7, mark=table.member(1).mark)
    earlier.type(f"{made}/action", 0, "open ")
    keep(page, table.document, earlier.unsent[0])
    gate = Gate(page)
    gate.joins = 2  # the page's own, and the one to write its text again
    page.reload()
    expect(field(page, made)).to_be_editable()
    field(page, made).press("End")
    for word in ["a", "registry", "of", "owners"]:
        page.keyboard.type(f"{word} ")
    gate.wait(page)
    page.keyboard.type("or")
    gate.open()
    page.keyboard.type(" so")
    is_saved(page)
    expect(field(page, made)).to_have_value("open a registry of owners or so")
    assert table.row(made).action == "open a registry of owners or so"


def test_a_replaced_document_is_only_mentioned_if_the_page_cannot_follow_it(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open")
    page = opened(0)
    page.clock.install()
    replace(table, made)
    type_at(field(page, made), 4, " a registry")
    status_is(page, "saving")
    said = "This text has changed. Reload the page."
    page.clock.fast_forward("00:11")
    expect(page.locator("[data-draft-status]")).to_have_text(said)
    expect(page.locator("#announcer")).to_have_text(said)
    refresh(page)
    is_saved(page)
    expect(page.locator("[data-draft-status]")).to_have_text("Saved.")
    page.clock.fast_forward("00:11")
    expect(page.locator("#announcer")).to_have_text("")
    assert table.row(made).action == "open a registry"
