"""Checking many passwords at once leaves a processor for the room, and senders take turns."""

from threading import Event

import gevent
import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

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
    many = [gevent.spawn(passwords.fits, f"password {n}", "", f"sender {n}") for n in range(3)]
    gevent.joinall(many, timeout=30, raise_error=True)
    assert not hasher.two_at_once.is_set()


class NotingHasher:
    """Notes the order in which passwords are checked."""

    def __init__(self) -> None:
        self.checked: list[str] = []

    def verify(self, _kept: str, password: str) -> bool:
        """Note the password."""
        self.checked.append(password)
        return True


def test_many_passwords_of_one_sender_do_not_delay_another_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hasher = NotingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    many = [gevent.spawn(passwords.fits, f"flood {n}", "", "flood") for n in range(20)]
    many.append(gevent.spawn(passwords.fits, "other", "", "phone"))
    gevent.joinall(many, timeout=30, raise_error=True)
    assert hasher.checked.index("other") <= 2


def test_the_hash_of_unknown_accounts_is_checked_like_any_other() -> None:
    hasher = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    nobodys = passwords._fitting_none(hasher)
    assert not hasher.check_needs_rehash(nobodys)  # the same costs, so the same time
    with pytest.raises(VerifyMismatchError):
        hasher.verify(nobodys, "any password")
    assert passwords._fitting_none(hasher) != nobodys
