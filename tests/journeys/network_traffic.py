"""A page's network traffic: every request and every byte received, as compressed."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass
class Traffic:
    """Recorded while the page loads. Redirects count as requests; cached resources do not."""

    received: int = 0  # bytes, including headers
    _asked: list[tuple[str, str]] = field(default_factory=list)  # (id, URL)
    _kept: set[str] = field(default_factory=set)  # ids

    @classmethod
    def of(cls, page: Page) -> "Traffic":
        """Start counting; call it before the page navigates."""
        traffic = cls()
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", traffic._ask)
        session.on("Network.requestServedFromCache", traffic._find)
        session.on("Network.loadingFinished", traffic._finish)
        session.send("Network.enable")
        return traffic

    @property
    def addresses(self) -> list[str]:
        """All URLs requested over the network."""
        return [address for asked, address in self._asked if asked not in self._kept]

    def _ask(self, event: dict[str, Any]) -> None:
        if (address := event["request"]["url"]).startswith("data:"):
            return
        self._asked.append((event["requestId"], address))
        self.received += event.get("redirectResponse", {}).get("encodedDataLength", 0)

    def _find(self, event: dict[str, Any]) -> None:
        self._kept.add(event["requestId"])

    def _finish(self, event: dict[str, Any]) -> None:
        self.received += event["encodedDataLength"]
