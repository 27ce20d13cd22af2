"""Markers set automatically by what tests use, so that `make check` can leave them out.

`browser`: uses a browser. `server`: starts a server. `faults`: breaks one. `slow` is set by hand,
for tests that need more than about two seconds of processor time.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server

FAULTS = Path(__file__).parent / "faults"
SERVER_FIXTURES = {"server", "served", "pair"}


def mark(item: pytest.Item) -> None:
    """Add the markers of one test."""
    for marker in _markers(item):
        item.add_marker(marker)


def _markers(item: pytest.Item) -> Iterator[str]:
    fixtures = set(getattr(item, "fixturenames", ()))
    function = getattr(item, "function", None)
    if "chromium" in fixtures:
        yield "browser"
    if fixtures & SERVER_FIXTURES or (function and Server.__name__ in function.__code__.co_names):
        yield "server"
    if FAULTS in item.path.parents:
        yield "faults"


def may_start_servers(item: pytest.Item) -> bool:
    """Whether a test has a marker of tests that start servers."""
    return any(item.get_closest_marker(name) for name in ("browser", "server", "faults", "slow"))
