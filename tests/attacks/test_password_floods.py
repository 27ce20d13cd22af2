"""Many passwords at once: few are verified, and each sender waits for their own only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from unittest.mock import patch

import pytest
from limits import parse

from polling.core import rate_limits
from polling.core.errors import TooMany
from polling.people import passwords
from polling.web import password_attempts
from polling.web.password_attempts import PASSWORDS
from tests.attacks.test_invitations import link
from tests.room import PASSWORD, Room
from tests.visitor import Visitor

REFUSED = "That was too fast. Wait a moment and try again."


@pytest.fixture
def known(room: Room) -> Visitor:
    """A browser that has logged in before."""
    rate_limits.reset()
    visitor = room.organizer_visitor()
    visitor.post("/logout")
    visitor.token()
    return visitor


def log_in(visitor: Visitor, password: str) -> int:
    given = {"email": "organizer@test.example", "password": password}
    return visitor.post("/login", given).status_code


class Meanwhile:
    """Stands in for the hasher; does something once while it works."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work, self.senders = work, list[str]()

    def __call__(self, _password: str, *others: str) -> bool:
        """Return that the password is wrong."""
        self.senders.append(others[-1])
        if len(self.senders) == 1:
            with ThreadPoolExecutor(1) as beside:
                beside.submit(self.work).result()
        return False


def test_a_known_browser_has_one_password_verified_at_a_time(
    known: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[int] = []
    hasher = Meanwhile(lambda: others.extend(log_in(known, f"wrong {n}") for n in range(3)))
    monkeypatch.setattr(passwords, "fits", hasher)
    assert log_in(known, "wrong") == HTTPStatus.FORBIDDEN
    assert others == [HTTPStatus.TOO_MANY_REQUESTS] * 3
    assert len(hasher.senders) == 1
    assert log_in(known, "wrong") == HTTPStatus.FORBIDDEN  # the next one is verified


def test_while_a_known_browser_s_password_is_verified_its_budget_is_spent(
    known: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, several servers could verify more than the budget allows."""
    monkeypatch.setitem(rate_limits.LIMITS, "known-browser", parse("1/hour"))
    slowed: list[int] = []

    def post_to_another_server() -> None:
        monkeypatch.setattr(password_attempts, "_under_way", set())
        with patch.object(PASSWORDS, "attempt", side_effect=TooMany("slowed down")):
            slowed.append(log_in(known, "wrong"))

    hasher = Meanwhile(post_to_another_server)
    monkeypatch.setattr(passwords, "fits", hasher)
    log_in(known, "wrong")
    assert slowed == [HTTPStatus.TOO_MANY_REQUESTS]
    assert len(hasher.senders) == 1


def test_right_passwords_use_up_no_budget(known: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "known-browser", parse("1/hour"))
    cookie = known.client.get_cookie(password_attempts.COOKIE, path="/login")
    assert cookie
    with patch.object(PASSWORDS, "attempt", side_effect=TooMany("slowed down")):
        for _ in range(3):
            assert log_in(known, PASSWORD) == HTTPStatus.OK
            known.client.set_cookie(password_attempts.COOKIE, cookie.value, path="/login")


@pytest.mark.parametrize("kind", ["invitation", "password"])
def test_one_password_of_a_link_is_hashed_at_a_time(
    room: Room, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link(room) if kind == "invitation" else room.password_path()
    visitors = [Visitor(room.app) for _ in range(3)]
    answers: list[tuple[int, str]] = []

    def send_others() -> None:
        for visitor in visitors[1:]:
            answer = visitor.post(path, {"password": PASSWORD})
            answers.append((answer.status_code, answer.json["error"]["message"]))  # type: ignore[index]

    hasher = Meanwhile(send_others)
    real = passwords.hashed

    def hashed(password: str, *others: str) -> str:
        hasher(password, *others)
        return real(password, *others)

    monkeypatch.setattr(passwords, "hashed", hashed)
    assert visitors[0].post(path, {"password": PASSWORD}).status_code == HTTPStatus.OK
    assert answers == [(HTTPStatus.TOO_MANY_REQUESTS, REFUSED)] * 2


def test_all_invitations_of_one_organizer_share_a_turn(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One organizer may invite hundreds of addresses."""
    senders: list[str] = []

    def hashed(_password: str, sender: str) -> str:
        senders.append(sender)
        return "hash"

    paths = [link(room, f"invited{number}@org.example") for number in range(2)]
    monkeypatch.setattr(passwords, "hashed", hashed)
    for path in paths:
        Visitor(room.app).post(path, {"password": PASSWORD})
    assert len(senders) == 2
    assert len(set(senders)) == 1
