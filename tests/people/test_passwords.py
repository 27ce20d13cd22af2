"""Checking many passwords at once leaves a processor for the room."""

from threading import Event

import gevent
import pytest

from polling.people import passwords

A_MOMENT = 0.2  # how long the first waits for a second, which must not come


class CountingHasher:
    """Records whether two passwords are ever checked at the same time."""

    def __init__(self) -> None:
        self.running = 0
        self.two_at_once = Event()

    def verify(self, _kept: str, _password: str) -> bool:
        """Wait a moment for a second check."""
        self.running += 1
        if self.running > 1:
            self.two_at_once.set()
        self.two_at_once.wait(A_MOMENT)
        self.running -= 1
        return True

    hash = verify


def test_one_password_at_a_time_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    many = [gevent.spawn(passwords.fits, f"password {n}", "") for n in range(3)]
    gevent.joinall(many, timeout=30, raise_error=True)
    assert not hasher.two_at_once.is_set()
