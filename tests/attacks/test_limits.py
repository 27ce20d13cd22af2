"""Guessing and flooding: valid requests get through, and invalid ones are slowed down."""

import asyncio
import time
from collections import Counter
from http import HTTPStatus

import aiohttp
import pytest
from flask import Flask
from limits import parse

from polling.core import rate_limits
from polling.core.db import reading, transaction
from polling.people import urls
from polling.people.actions.badges import make_badges
from polling.web.password_attempts import PASSWORDS
from polling.web.workshop_access import CODES
from polling.workshop.models import Workshop
from tests.patience import PATIENCE_SECONDS
from tests.room import PASSWORD, Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import TOKEN, Visitor

ELSEWHERE = "203.0.113.7"
WRONG_CODES, ADDRESSES = 1180, 20


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


def log_in(visitor: Visitor, password: str, email: str = "organizer@test.example") -> int:
    return visitor.post("/login", {"email": email, "password": password}).status_code


def test_after_61_wrong_codes_a_newcomer_behind_the_same_address_gets_in(room: Room) -> None:
    room.go("lobby")
    guesser = Visitor(room.app)
    for _ in range(61):
        guesser.client.get(f"/j/{wrong(room.code)}")
    newcomer = Visitor(room.app)
    assert newcomer.post("/", {"join_code": room.code}).status_code == HTTPStatus.OK
    assert newcomer.post(f"/j/{room.code}").status_code == HTTPStatus.OK


def test_ten_wrong_passwords_do_not_lock_the_organizer_out(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PASSWORDS, "longest_seconds", 0.1)
    known = room.organizer_visitor()
    known.post("/logout")
    for _ in range(10):
        assert log_in(Visitor(room.app, ELSEWHERE), "wrong") == HTTPStatus.FORBIDDEN
    assert log_in(known, PASSWORD) == HTTPStatus.OK  # from a browser that has logged in before
    assert log_in(Visitor(room.app), PASSWORD) == HTTPStatus.OK  # from any other, after a wait


@pytest.mark.slow
def test_700_forged_badges_do_not_keep_a_real_one_out(room: Room) -> None:
    with room.app.test_request_context(), transaction() as session:
        badge = make_badges(session, room.organizer, 1)[0]
        token = urls.badge_address(badge).partition("#")[2]
    room.go("lobby")
    forger = Visitor(room.app)
    assert {forger.post("/b", {"token": "forged"}).status_code for _ in range(700)} == {403}
    assert Visitor(room.app).post("/b", {"token": token}).status_code == HTTPStatus.OK


@pytest.mark.slow
def test_700_posts_of_one_phone_do_not_keep_another_one_out(room: Room) -> None:
    room.go("lobby")
    flooding = Visitor(room.app)
    for _ in range(700):
        flooding.post(f"/j/{room.code}", {"attributes.sector": "no such answer"})
    assert Visitor(room.app).post(f"/j/{room.code}").status_code == HTTPStatus.OK


@pytest.mark.slow
def test_700_people_behind_one_address_join_by_the_qr_code(room: Room) -> None:
    with room.app.test_request_context(), reading() as session:
        address = urls.join_address(session.get_one(Workshop, room.workshop_id))
    link = address.removeprefix("http://localhost")
    room.go("lobby")
    people = [Visitor(room.app) for _ in range(700)]
    for person in people:
        form = person.client.get(link).get_data(as_text=True)
        found = TOKEN.search(form)
        assert found
        headers = {"X-CSRFToken": found.group(1), "Accept": "application/json"}
        assert person.client.post(f"/j/{room.code}", headers=headers).status_code == HTTPStatus.OK


def test_1180_wrong_codes_from_20_addresses_are_slowed_down_and_a_newcomer_is_not_kept_out(
    app: Flask,
) -> None:
    room = Room.of(app)
    room.go("lobby")
    with Server(TRUSTED_PROXIES="1") as server:
        started = time.monotonic()
        statuses, newcomer = asyncio.run(_guess(server, room.code))
        seconds = time.monotonic() - started
    verified = statuses[HTTPStatus.NOT_FOUND]
    # The first ones are free; then as many as there are places wait for a second or longer.
    assert verified <= CODES.free.everywhere + CODES.places * (1 + seconds), statuses
    assert statuses[HTTPStatus.TOO_MANY_REQUESTS] == WRONG_CODES - verified
    assert newcomer == HTTPStatus.OK


async def _guess(server: Server, code: str) -> tuple[Counter[int], int]:
    every = [f"198.51.100.{number % ADDRESSES}" for number in range(WRONG_CODES)]
    connector = aiohttp.TCPConnector(limit=100)
    async with aiohttp.ClientSession(server.address, connector=connector) as session:
        attack = asyncio.gather(*(_status(session, wrong(code), one) for one in every))
        async with asyncio.timeout(PATIENCE_SECONDS):
            statuses = Counter(await attack)
        return statuses, await _status(session, code, "192.0.2.1")


async def _status(session: aiohttp.ClientSession, code: str, address: str) -> int:
    headers = {"X-Forwarded-For": address}
    async with session.get(f"/j/{code}", headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}"])
def test_the_join_limit_does_not_depend_on_how_the_code_is_typed(
    room: Room, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "join", parse("1/minute"))
    room.go("lobby")
    assert Visitor(room.app).post(f"/j/{room.code}").status_code == HTTPStatus.OK
    again = typed.format(room.code[:4], room.code[4:])
    assert Visitor(room.app).post(f"/j/{again}").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_refused_answers_do_not_stop_others_from_joining(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "join", parse("1/minute"))
    room.go("lobby")
    refused = Visitor(room.app).post(f"/j/{room.code}", {"attributes.sector": "nonsense"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert Visitor(room.app).post(f"/j/{room.code}").status_code == HTTPStatus.OK


def test_a_browser_that_joins_again_and_again_is_stopped(room: Room) -> None:
    """Its old cookie does not say that it has joined."""
    room.go("lobby")
    visitor = Visitor(room.app)
    visitor.token()
    old = cookie_of(visitor)
    statuses = []
    for _ in range(rate_limits.LIMITS["join-form"].amount + 1):
        visitor.client.set_cookie(COOKIE, old)
        statuses.append(visitor.post(f"/j/{room.code}").status_code)
    assert Counter(statuses[:-1]).keys() == {HTTPStatus.OK}
    assert statuses[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert Visitor(room.app).post(f"/j/{room.code}").status_code == HTTPStatus.OK


def test_a_network_that_joins_too_often_stops_no_other_network(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "join", parse("1/minute"))
    room.go("lobby")
    here = [Visitor(room.app).post(f"/j/{room.code}").status_code for _ in range(2)]
    assert here == [HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS]
    elsewhere = Visitor(room.app, "192.0.2.1")
    assert elsewhere.post(f"/j/{room.code}").status_code == HTTPStatus.OK


def test_a_room_behind_one_address_can_join_in_a_minute() -> None:
    assert all(rate_limits.count("join", "one room") for _ in range(2_000))
