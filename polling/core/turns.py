"""Turns in the event loop."""

import time

TURN_SECONDS = (
    0.0001  # after a sleep of 0, gevent goes on up to 50 times before it looks at sockets
)


def let_others_in() -> None:
    """Let everybody waiting for the event loop run before the caller continues."""
    time.sleep(TURN_SECONDS)
