"""`make check` stays fast: its tests start no server."""

import pytest

from tests.server import Server


def start_a_server() -> None:
    """Start a server in a helper, so that nothing in the test shows that it needs one."""
    Server().start()


def test_a_test_that_is_not_marked_cannot_start_a_server() -> None:
    with pytest.raises(RuntimeError, match="mark it with"):
        start_a_server()


def test_a_test_that_names_a_server_is_marked(request: pytest.FixtureRequest) -> None:
    assert Server.allowed
    assert [marker.name for marker in request.node.iter_markers()] == ["server"]
