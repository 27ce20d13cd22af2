"""Two servers on one database, which hear each other through Redis."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import databases
from tests.server import Server

Pair = tuple[Server, Server]


@pytest.fixture
def pair(app: Flask) -> Iterator[Pair]:
    """Both servers, over the database of the test, which must be on PostgreSQL."""
    databases.require_redis()
    settings = {"REDIS_URL": databases.REDIS}
    with Server(**settings) as first, Server(**settings) as second:
        yield first, second
