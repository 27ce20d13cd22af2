"""A client that closes its connection before it gets the answer."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from unittest.mock import Mock

from gevent import pywsgi

from polling.web.connection_limits import TimelyHandler, TimelyInput


class ClosingClient:
    """The client of one or more requests.

    Attributes:
        environ: what the WSGI environment of its requests contains.
    """

    def __init__(self, handler: TimelyHandler, connected: socket.socket) -> None:
        self._socket = connected
        body = TimelyInput(handler, pywsgi.Input(BufferedReader(BytesIO()), 0))
        self.environ = {"wsgi.input": body}

    def close(self) -> None:
        """Close the connection, after more was sent than the server reads."""
        self._socket.sendall(b"more")
        self._socket.close()


@contextmanager
def closing_client() -> Iterator[ClosingClient]:
    """Connect."""
    ours, theirs = socket.socketpair()
    handler = TimelyHandler(ours, "", Mock())
    with ours, theirs, handler.rfile:
        yield ClosingClient(handler, theirs)
