"""Drafts in the phone's storage, and writing when the storage fails."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import PHONE, field, is_saved, type_at
from tests.conftest import Served
from tests.server import COOKIE, cookie_of

# Real browsers fail like this: private windows refuse storage, WebKit has left requests without a
# response (https://bugs.webkit.org/show_bug.cgi?id=226547), and writes fail on a full phone.
REFUSES = "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError'); };"
SILENT = "indexedDB.open = () => new EventTarget();"
FULL = """
IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
"""


@pytest.fixture
def opened_with(table: Table, served: Served, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Open a member's page in a browser that runs this script first."""
    contexts = []

    def open_page(script: str) -> Page:
        context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        contexts.append(context)
        cookie = cookie_of(table.visitor(table.members[0]))
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": served[0].address}])
        context.add_init_script(script)
        page = context.new_page()
        page.goto(f"{served[0].address}/w/{table.room.code}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "script", [REFUSES, SILENT, FULL], ids=["refuses", "does not answer", "is full"]
)
def test_writing_goes_on_when_the_storage(
    table: Table, opened_with: Callable[[str], Page], script: str
) -> None:
    made = table.recommend(action="open")
    page = opened_with(script)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    expect(field(page, made)).to_be_editable()
    type_at(field(page, made), 4, " a registry")
    is_saved(page)
    assert table.row(made).action == "open a registry"
    assert failures == []
    # Text that is not stored is not reported as stored: the browser asks before leaving the page.
    page.context.set_offline(True)
    type_at(field(page, made), 0, "soon ")
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "offline")
    assert page.evaluate(
        "() => { const leave = new Event('beforeunload', { cancelable: true });"
        " return !dispatchEvent(leave); }"
    )
    page.context.set_offline(False)
    expect(field(page, made)).to_have_value("soon open a registry")
    is_saved(page)
    assert table.row(made).action == "soon open a registry"


def test_what_two_tabs_type_offline_is_kept_by_both(
    table: Table, opened_with: Callable[[str], Page]
) -> None:
    made = table.recommend()
    one = opened_with("")
    expect(field(one, made)).to_be_editable()
    is_saved(one)
    two = one.context.new_page()
    two.goto(one.url)
    expect(field(two, made)).to_be_editable()
    is_saved(two)
    one.context.set_offline(True)
    for page, words in ((one, "one "), (two, "two ")):
        type_at(field(page, made), 0, words)
        expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "offline")
    two.close()
    one.goto("about:blank")
    one.context.set_offline(False)
    one.go_back()
    is_saved(one)
    assert sorted(table.row(made).action.split()) == ["one", "two"]
