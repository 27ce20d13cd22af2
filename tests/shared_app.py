"""The whole app, created once for all tests, because this takes longer than most of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from polling.app import close_database, open_database, socketio_of
from polling.contests import secure_deletion
from polling.contests.casting.contest_snapshots import forget_snapshots
from polling.core import rate_limits
from polling.live import announce, connection_control, debounce, incoming_events, page_push
from polling.web import one_post_at_a_time, page_queue, shared_page
from polling.workshop import version_cache


@contextmanager
def app_on(wired: Flask, url: str) -> Iterator[Flask]:
    """Return the app on the database at `url`, as if just started."""
    forget_everything(wired)
    open_database(wired, url)
    yield wired
    forget_everything(wired)
    close_database(wired)


def forget_everything(wired: Flask) -> None:
    """Clear the app's caches of a database and its connections, and stop its background work."""
    debounce.forget_all()
    secure_deletion.forget_all()
    rate_limits.reset()
    page_queue.forget_all()
    one_post_at_a_time.forget_used_time()
    incoming_events.forget_used_time()
    forget_snapshots()
    version_cache.forget_all()
    shared_page.forget_all()
    announce.bind(socketio_of(wired))
    connection_control.bind(socketio_of(wired))
    page_push.bind(wired, socketio_of(wired))
