"""Yielding in the event loop."""

import time

TURN_SECONDS = (
    0.0001  # after a sleep of 0, gevent runs up to 50 more callbacks before it polls sockets
)


def let_others_in() -> None:
    """Let all waiting greenlets run before the caller continues."""
    time.sleep(TURN_SECONDS)
