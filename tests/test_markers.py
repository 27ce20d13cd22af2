"""`make check` stays fast: what it runs starts no server."""

import pytest

from tests.server import Server


def start_a_server() -> None:
    """As a helper would: nothing in the test below says that it needs a server."""
    Server().start()


def test_a_test_that_is_not_marked_cannot_start_a_server() -> None:
    with pytest.raises(RuntimeError, match="mark it with"):
        start_a_server()


def test_a_test_that_names_a_server_is_marked(request: pytest.FixtureRequest) -> None:
    assert Server.allowed
    assert [marker.name for marker in request.node.iter_markers()] == ["server"]
