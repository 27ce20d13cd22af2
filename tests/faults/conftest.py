"""A workshop with open votes on the test's own database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.faults.voting_room import Hall


@pytest.fixture
def hall(app: Flask) -> Iterator[Hall]:
    """Six open votes, and a server that has not started."""
    made = Hall.of(app)
    yield made
    made.server.kill()
