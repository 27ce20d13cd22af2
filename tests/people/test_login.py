"""Logging in with a password leads only to pages of this site, and does not block others."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from argon2 import PasswordHasher

from polling.core.db import reading, transaction
from polling.people import passwords
from polling.people.models import Organizer
from tests.patience import PATIENCE_SECONDS
from tests.room import PASSWORD, Room
from tests.visitor import Visitor

EMAIL = "organizer@test.example"
OWN_LIST = "/console/"


@pytest.fixture
def account(room: Room) -> Room:
    room.organizer_visitor()  # chooses the password
    return room


def log_in(room: Room, password: str = PASSWORD, to: str = "") -> tuple[int, str]:
    """The status, and the redirect."""
    given = {"email": EMAIL, "password": password, "to": to}
    answer = Visitor(room.app).post("/login", given)
    return answer.status_code, (answer.json or {}).get("to", "")


def test_the_right_password_opens_ones_workshops_and_a_wrong_one_nothing(account: Room) -> None:
    assert log_in(account) == (HTTPStatus.OK, OWN_LIST)
    assert log_in(account, password="not the password") == (HTTPStatus.FORBIDDEN, "")


def test_who_is_led_to_the_login_learns_why(account: Room) -> None:
    visitor, why = Visitor(account.app), "Log in to continue."
    assert why in visitor.get(f"/console/{account.code}/setup").get_data(as_text=True)
    assert why not in visitor.get("/login").get_data(as_text=True)


def test_the_login_continues_to_the_requested_page(account: Room) -> None:
    assert log_in(account, to="/console/123456/ranking")[1] == "/console/123456/ranking"


@pytest.mark.parametrize(
    "to",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"),
        *("/\n/evil.example", "/ /evil.example", "javascript:alert(1)", "evil.example"),
    ],
    ids=repr,
)
def test_one_is_led_nowhere_else(account: Room, to: str) -> None:
    assert log_in(account, to=to) == (HTTPStatus.OK, OWN_LIST)


def test_checking_a_password_keeps_no_writer_waiting_and_waits_for_none(account: Room) -> None:
    with ThreadPoolExecutor(1) as beside, transaction():
        answer = beside.submit(log_in, account, "not the password").result(PATIENCE_SECONDS)
        assert answer[0] == HTTPStatus.FORBIDDEN


def test_a_stranger_who_logs_out_keeps_no_writer_waiting_and_waits_for_none(room: Room) -> None:
    with ThreadPoolExecutor(1) as beside, transaction():
        answer = beside.submit(Visitor(room.app).post, "/logout").result(PATIENCE_SECONDS)
        assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "chosen",
    ["short", " " * 12, "\u3164" * 12, "\u2800" * 12, "short" + "\u00a0" * 8, "1212121212", EMAIL],
    ids=repr,
)
def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_still_works(
    room: Room, chosen: str
) -> None:
    path = room.password_path()
    visitor = Visitor(room.app)
    answers = [visitor.post(path, {"password": one}) for one in (chosen, PASSWORD)]
    assert [answer.status_code for answer in answers] == [HTTPStatus.BAD_REQUEST, HTTPStatus.OK]


def test_a_login_renews_a_hash_with_older_parameters(account: Room) -> None:
    older = PasswordHasher(parallelism=4, time_cost=1, memory_cost=64).hash(PASSWORD)
    with transaction() as session:
        session.query(Organizer).one().password_hash = older
    for _ in range(2):
        assert log_in(account) == (HTTPStatus.OK, OWN_LIST)
    with reading() as session:
        kept = session.query(Organizer).one().password_hash
    assert kept is not None
    assert (kept != older, passwords.renewed(PASSWORD, kept, "test")) == (True, kept)
