"""The whole app, wired once for all tests: that takes longer than most of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from polling.app import close_database, open_database, socketio_of
from polling.contests.casting.snapshots import forget_snapshots
from polling.core import rate_limits
from polling.live import announce, connections, debounce
from polling.workshop import versions


@contextmanager
def app_on(wired: Flask, url: str) -> Iterator[Flask]:
    """The app on the database at `url`, as if it had just been started."""
    forget_everything(wired)
    open_database(wired, url)
    yield wired
    close_database(wired)


def forget_everything(wired: Flask) -> None:
    """Empty what the app remembers of a database and of its connections."""
    rate_limits.reset()
    forget_snapshots()
    versions.forget_all()
    debounce.forget_all()
    announce.bind(socketio_of(wired))
    connections.bind(socketio_of(wired))
