"""The whole app, wired once for all tests: that takes longer than most of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from polling import rate_limits
from polling.app import close_database, open_database, socketio_of
from polling.contests.casting.frames import forget_frames
from polling.live import announce, pauses, seats
from polling.workshop import versions


@contextmanager
def app_on(wired: Flask, url: str) -> Iterator[Flask]:
    """The app on the database at `url`, as if it had just been started."""
    rate_limits.reset()
    forget_frames()
    versions.forget_all()
    pauses.forget_all()
    announce.bind(socketio_of(wired))
    seats.bind(socketio_of(wired))
    open_database(wired, url)
    yield wired
    close_database(wired)
