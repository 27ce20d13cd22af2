"""Drafting in real browsers: the pages' own script, its document, and the real server."""

import pytest
from playwright.sync_api import WebSocketRoute, expect

from polling.breakouts.drafting.versions import begin
from polling.core.db import transaction
from polling.documents import store, writing
from polling.documents.models import DocumentUpdate
from polling.recommendations.models import Recommendation
from tests.attacks.hostile_yjs_updates import many_clients
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import (
    PHONE,
    Open,
    field,
    is_saved,
    keep,
    status_is,
    type_at,
)
from tests.browser_page import refresh
from tests.conftest import Served
from tests.documents.drafting_phone import Phone


def test_two_people_write_in_one_sentence_and_one_of_them_is_offline(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    one, two = opened(0), opened(1)
    two.context.set_offline(True)
    status_is(two, "offline")
    type_at(field(one, made), 0, "quickly ")
    type_at(field(two, made), 15, " of owners")
    is_saved(one)
    expect(field(two, made)).to_have_value("open a registry of owners")
    two.context.set_offline(False)
    for page in (one, two):
        expect(field(page, made)).to_have_value("quickly open a registry of owners")
        is_saved(page)
    assert table.row(made).action == "quickly open a registry of owners"


def test_text_typed_offline_survives_a_reload(table: Table, opened: Open) -> None:
    made = table.recommend()
    page = opened(0)
    page.context.set_offline(True)
    status_is(page, "offline")
    type_at(field(page, made), 0, "written in the lift")
    status_is(page, "offline")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(field(page, made)).to_have_value("written in the lift")
    is_saved(page)
    assert table.row(made).action == "written in the lift"
    page.route_web_socket("**/socket.io/**", leave_joins_unanswered)
    page.reload()
    status = page.locator("[data-draft-status]")
    expect(status).to_have_text("Waiting for the server…")
    expect(page.locator("connection-pill[data-state=online]")).to_be_visible()


def leave_joins_unanswered(socket: WebSocketRoute) -> None:
    server = socket.connect_to_server()

    def forward(message: str | bytes) -> None:
        if isinstance(message, str) and "draft.join" not in message:
            server.send(message)

    socket.on_message(forward)


def test_somebody_who_is_moved_gets_the_document_of_the_new_group(
    table: Table, opened: Open
) -> None:
    table.recommend(action="ours")
    theirs = table.recommend(group_id=table.other_group_id, action="theirs")
    page = opened(0)
    table.seat(table.members[0], table.other_group_id)
    refresh(page)
    expect(field(page, theirs)).to_be_editable()
    is_saved(page)
    expect(field(page, theirs)).to_have_value("theirs")
    type_at(field(page, theirs), 0, "now ours: ")
    is_saved(page)
    assert table.row(theirs).action == "now ours: theirs"


@pytest.mark.parametrize(
    "meanwhile, expected",
    [
        ("open a registry", "open a registry of owners"),
        ("quickly open a registry", "quickly open a registry of owners"),
        ("open a registry now", "open a registry of owners now"),
    ],
    ids=["unchanged", "changed before", "changed there"],
)
def test_text_typed_offline_is_written_in_the_document_that_has_replaced_a_costly_one(
    table: Table,
    opened: Open,
    served: Served,
    meanwhile: str,
    expected: str,
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    page.context.set_offline(True)
    status_is(page, "offline")
    type_at(field(page, made), 15, " of owners")
    served[0].kill()
    with transaction() as session:
        costly = many_clients(f"{made}/rationale", 5_000)
        session.add(DocumentUpdate(group_id=table.group_id, data=costly))
        session.get_one(Recommendation, made).action = meanwhile
    store.forget_all()
    writing.make_ready(table.member())
    assert Table.document_of(table.group_id) != table.document
    served[0].start()
    page.context.set_offline(False)
    expect(field(page, made)).to_have_value(expected)
    is_saved(page)
    assert table.row(made).action == expected


def test_a_word_without_end_leaves_the_history_as_wide_as_a_phone(
    opened: Open, table: Table, served: Served
) -> None:
    made = table.recommend(actors=["A" * 120], action="publish their registers of owners")
    with transaction() as session:
        begin(session, [session.get_one(Recommendation, made)])
    page = opened(0)
    page.goto(f"{served[0].address}/w/{table.room.code}?history={made}")
    expect(page.locator(".history .said")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_text_that_was_kept_under_a_foreign_client_is_written_again_under_an_own_one(
    table: Table, opened: Open
) -> None:
    """As stored by a page of an older version, or by a person who has joined again."""
    made = table.recommend()
    page = opened(0)
    type_at(field(page, made), 0, "a registry")
    is_saved(page)
    earlier = Phone(table.document, 7, mark=table.member(1).mark)
    for update in table.stored():
        earlier.hear(update)
    earlier.type(f"{made}/action", 0, "open ")
    keep(page, table.document, earlier.unsent[0])
    page.reload()
    expect(field(page, made)).to_have_value("open a registry")
    expect(page.locator('[data-draft-status][data-state="saved"]')).to_be_attached()
    assert table.row(made).action == "open a registry"
    type_at(field(page, made), 5, "up ")
    is_saved(page)
    assert table.row(made).action == "open up a registry"
    other = opened(1)
    expect(field(other, made)).to_have_value("open up a registry")
