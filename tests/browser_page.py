"""A visitor's page in a real browser, on a real server."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from tests import chromium
from tests.patience import PATIENCE_SECONDS
from tests.room import PASSWORD
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

LARGE_TEXT = 32  # pixels instead of 16
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium, while the block runs; `lent` gives it to a test."""
    executable = chromium.find()
    assert executable, chromium.HOW
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        asyncio._set_running_loop(None)
        with patch.object(browser, "new_context", _patiently(browser.new_context)):
            yield browser
        asyncio._set_running_loop(browser._loop)
        browser.close()


def _patiently(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Let presses and loads take as long as expectations."""

    def patient(**settings: Any) -> BrowserContext:
        context = new_context(**settings)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        return context

    return patient


@contextmanager
def lent(browser: Browser) -> Iterator[Browser]:
    """The browser for one test; its contexts are closed afterwards.

    Playwright's event loop counts as running only meanwhile: other tests run loops in this thread.
    """
    asyncio._set_running_loop(browser._loop)
    try:
        yield browser
        for context in browser.contexts:
            context.close()
    finally:
        asyncio._set_running_loop(None)


def opened(
    browser: Browser, server: Server, visitor: Visitor, path: str, *, has_touch: bool = False
) -> Page:
    """The page at `path`, connected, in a separate browser with the visitor's cookies."""
    context = context_of(browser, server, visitor, has_touch=has_touch)
    return opened_in(context, server.address + path)


def context_of(
    browser: Browser, server: Server, visitor: Visitor, *, has_touch: bool = False
) -> BrowserContext:
    """A separate browser with the visitor's cookies."""
    context = browser.new_context(has_touch=has_touch)
    context.add_cookies([{"name": COOKIE, "value": cookie_of(visitor), "url": server.address}])
    return context


def opened_in(context: BrowserContext, address: str) -> Page:
    """The page at this address, connected, in another tab of a browser."""
    page = context.new_page()
    page.goto(address)
    expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
    return page


def refresh(page: Page) -> None:
    """Load the page's content again, as the server's messages make it do."""
    page.locator("live-page").evaluate("page => page.refresh()")


def wait_for(page: Page, happened: Callable[[], object]) -> None:
    """Let Playwright handle events until this is true."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < until, "it has not happened"
        page.wait_for_timeout(20)


def follow(link: Locator) -> None:
    """Follow a link, and wait until the scripts of its page have started."""
    with link.page.expect_navigation():
        link.click()


def press(page: Page, name: str) -> None:
    """Press the first visible button with this name, and confirm its dialog if there is one."""
    button = page.get_by_role("button", name=name).first
    # A form ignores presses until its last one is answered.
    expect(button.locator("xpath=ancestor::form[@aria-busy='true']")).to_have_count(0)
    button.click()
    if page.locator("#confirm").is_visible():
        say_yes(page)


def say_yes(page: Page) -> None:
    """Confirm a dialog."""
    page.locator("#confirm [value=yes]").click()


def enlarge_text(page: Page) -> None:
    """Set the browser's font size, as readers do."""
    sizes = {"fontSizes": {"standard": LARGE_TEXT}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)


def log_in_again(page: Page) -> None:
    """Follow the page's link after the organizer's login has ended, and come back."""
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Log in").click()
    login = popup.value
    login.get_by_label("E-mail").fill("organizer@test.example")
    login.get_by_label("Password").fill(PASSWORD)
    login.get_by_role("button", name="Log in").click()
    expect(login.get_by_role("heading", name="Your workshops")).to_be_visible()
    page.bring_to_front()
