"""Two servers on one database, connected by Redis."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import databases
from tests.server import Server

Pair = tuple[Server, Server]


@pytest.fixture
def pair(app: Flask) -> Iterator[Pair]:
    """Both servers, on the test's database, which must be PostgreSQL."""
    databases.require_redis()
    settings = {"REDIS_URL": databases.REDIS}
    with Server(**settings) as first, Server(**settings) as second:
        yield first, second
