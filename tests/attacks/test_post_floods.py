"""A person who sends many forms, or forms that take long to parse, does not delay others."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from threading import Event

import pytest
from werkzeug.http import parse_options_header
from werkzeug.sansio import multipart

from polling.core.access import Role
from polling.core.errors import TooMany
from polling.web import one_post_at_a_time
from polling.web.gatekeeper import STRANGERS_LIMIT_BYTES
from polling.web.multipart_parser import MOST_HEADER_BYTES
from polling.web.one_post_at_a_time import MOST_FIELDS, MOST_PARTS
from polling.web.own_turns import (
    AT_ONCE_SECONDS,
    FORGOTTEN_AFTER_SECONDS,
    MOST_WAITING,
    SHARE,
    OwnTurn,
    OwnTurns,
)
from tests.room import Room
from tests.visitor import Visitor


def test_one_person_s_posts_only_wait_for_each_other() -> None:
    turns, second_began = OwnTurns(), Event()
    first, second, other = (turns.arrive(key, "browser") for key in ("flood", "flood", "phone"))

    def handle_second() -> None:
        second.take()
        second_began.set()
        second.leave()

    first.take()
    with ThreadPoolExecutor(1) as pool:
        with leaving([first]):
            waiting = pool.submit(handle_second)
            other.take()
            other.leave()
            assert not second_began.is_set()
        waiting.result()
    assert not turns.of("flood")


def test_so_many_posts_of_one_person_wait_and_no_more() -> None:
    turns = OwnTurns()
    posts = [turns.arrive("flood", "browser") for _ in range(MOST_WAITING)]
    with pytest.raises(TooMany):
        turns.arrive("flood", "browser")
    posts.pop().leave()  # it left before its turn
    posts.append(turns.arrive("flood", "browser"))
    for post in posts:
        post.leave()
    assert not turns.of("flood")


def test_who_sends_one_post_after_another_pauses_and_others_with_the_link_do_not() -> None:
    seconds = [0.0]

    def sleep(pause: float) -> None:
        pauses.append(pause)
        seconds[0] += pause

    turns, pauses = OwnTurns(lambda: seconds[0], sleep), list[float]()

    def send(browser: str) -> None:
        post = turns.arrive("link", browser)
        post.take()
        seconds[0] += 0.1
        post.leave()

    for _ in range(100):
        send("flood")
    assert AT_ONCE_SECONDS + SHARE * seconds[0] == pytest.approx(100 * 0.1, rel=0.05)
    pauses.clear()
    send("another")
    assert not pauses
    seconds[0] += FORGOTTEN_AFTER_SECONDS
    send("another")
    assert list(turns._lines["link"].browsers) == ["another"]


def arrived(visitor: Visitor, role: Role) -> OwnTurn:
    """A post that this browser has begun to send."""
    visitor.token()
    with visitor.client.session_transaction() as cookie:
        key, browser = str({str(role): cookie[role]}), cookie["csrf_token"]
    return one_post_at_a_time._turns.arrive(key, browser)


@contextmanager
def another_post(phone: Visitor) -> Iterator[OwnTurn]:
    """Send another POST from the same phone while one is handled."""
    post = arrived(phone, Role.PARTICIPANT)
    with leaving([post]):
        post.take()
        yield post


@contextmanager
def leaving(posts: Sequence[OwnTurn]) -> Iterator[None]:
    """Let these posts leave in the end, also if the test fails, so that nothing waits for them."""
    try:
        yield
    finally:
        for post in posts:
            post.leave()


def test_a_post_waits_for_an_earlier_one_of_the_same_phone(room: Room) -> None:
    room.go("lobby")
    phone, other = room.participant_visitor(), room.participant_visitor()
    phone.token(), other.token()
    path = f"/w/{room.code}/details"
    with ThreadPoolExecutor(1) as pool:
        with another_post(phone) as post:
            answer = pool.submit(phone.post, path)
            while post.line.count < 2:
                assert not answer.done()
            assert other.post(path).status_code == 200
            assert not answer.done()
        assert answer.result().status_code == 200
    assert not post.line.count


def test_posts_that_are_still_being_sent_count(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    phone.token()

    with another_post(phone):
        sent = [arrived(phone, Role.PARTICIPANT) for _ in range(MOST_WAITING - 1)]
        headers = {"X-CSRFToken": phone.token(), "Accept": "application/json"}
        body, path = BytesIO(b"some=body"), f"/w/{room.code}/details"
        form = "application/x-www-form-urlencoded"
        with leaving(sent):
            answer = phone.client.post(path, input_stream=body, content_type=form, headers=headers)
        assert (answer.status_code, body.tell()) == (429, 0)


def test_slow_posts_do_not_keep_another_browser_with_the_same_link_out(room: Room) -> None:
    slow, other = room.facilitator_visitor(), room.facilitator_visitor()
    sent = [arrived(slow, Role.FACILITATOR) for _ in range(MOST_WAITING)]
    path = f"/w/{room.code}/group/help"
    with leaving(sent):
        answers = [visitor.post(path, {"on": "true"}).status_code for visitor in (slow, other)]
    assert (answers[0] == 429, answers[1] == 429) == (True, False)


def test_a_form_of_thousands_of_fields_is_refused_unread(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    path, kind = f"/w/{room.code}/details", "application/x-www-form-urlencoded"
    headers = {"X-CSRFToken": phone.token(), "Accept": "application/json"}

    def post(body: str) -> int:
        return phone.client.post(path, data=body, content_type=kind, headers=headers).status_code

    assert post("a=1&" * MOST_FIELDS) == 200
    assert post("a=1&" * (MOST_FIELDS + 1)) == 413
    parts = {f"part{number}": "1" for number in range(MOST_PARTS + 1)}
    multipart = phone.client.post(
        path, data=parts, content_type="multipart/form-data", headers=headers
    )
    assert multipart.status_code == 413


BOUNDARY = "WebKitFormBoundary"
LONG = 'a="";' * 1_000
NAMED = 'Content-Disposition: form-data; name="x"'


@pytest.mark.parametrize(
    "headers",
    [
        f"{NAMED};{LONG}",
        f"{NAMED}\r\n ;{LONG}",
        f"{NAMED};a=--{BOUNDARY};{LONG}",
        f"{NAMED};" + f"a=--{BOUNDARY};" * 200,
        f"{NAMED}\r\nContent-Type: text/plain;{LONG}",
        f"\r\n{NAMED};{LONG}",
    ],
    ids=["parameter", "folded", "boundary", "boundaries", "another header", "blank line first"],
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_long_headers_of_a_part_are_refused_before_they_are_parsed(
    room: Room, monkeypatch: pytest.MonkeyPatch, headers: str, end: str
) -> None:
    parsed: list[int] = []

    def note(value: str | None) -> tuple[str, dict[str, str]]:
        parsed.append(len(value or ""))
        return parse_options_header(value)

    monkeypatch.setattr(multipart, "parse_options_header", note)
    headers = headers.replace("\r\n", end)
    start = f"--{BOUNDARY}{end}{NAMED}{end}{end}1{end}--{BOUNDARY}{end}"
    body = f"{start}{headers}{end}{end}2{end}--{BOUNDARY}--{end}".encode()
    for visitor, path in [(room.organizer_visitor(), "/console/import"), (Visitor(room.app), "/")]:
        answer = visitor.client.post(
            path, data=body, content_type=f"multipart/form-data; boundary={BOUNDARY}"
        )
        assert answer.status_code == 413
    assert max(parsed, default=0) < MOST_HEADER_BYTES


@pytest.mark.parametrize("path", ["/", "/login", "/b", "/language", "/j/{0}"])
def test_what_strangers_post_is_smaller_still(room: Room, path: str) -> None:
    room.go("lobby")
    answer = Visitor(room.app).post(path.format(room.code), {"a": "1" * STRANGERS_LIMIT_BYTES})
    assert answer.status_code == 413
