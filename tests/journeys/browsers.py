"""Everybody's browsers in one journey, with a watch for errors in them."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.server import Server

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1440, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}
# Messages that a browser logs while the server is down or slow; all others are our bugs.
NO_SERVER = re.compile(
    r"net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE"
    r"|INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH|INTERNET_DISCONNECTED)"
    r"|WebSocket is closed before the connection is established"
    r"|Connection closed before receiving a handshake response"
    r"|[?&]sid=[^']*' failed: Invalid frame header"  # an upgrade from polling that came too late
)


@dataclass
class Company:
    """The pages of everybody, each in a separate browser."""

    browser: Browser
    server: Server
    pages: list[Page] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def newcomer(self, viewport: dict[str, int]) -> Page:
        """Open a blank page for a new visitor."""
        page = self.browser.new_context(viewport=viewport, locale="en").new_page()  # type: ignore[arg-type]
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.pages.append(page)
        return page

    def all_are(self, state: str) -> None:
        """Wait until every page says "online", or "offline"."""
        for page in self.pages:
            expect(page.locator("connection-pill")).to_have_attribute("data-state", state)

    def leave(self) -> None:
        """Close every browser."""
        for page in self.pages:
            page.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not NO_SERVER.search(message.text):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")
