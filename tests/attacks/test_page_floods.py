"""A person who requests many pages delays their own, and others hardly at all."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from flask import Flask, session
from sqlalchemy import QueuePool
from werkzeug.test import TestResponse

from polling.core import db
from polling.core.access import Role
from polling.web import newcomers, page_queue
from polling.web.page_queue import (
    DESK,
    MOST_IN_A_PLACE,
    NEWCOMERS,
    PERSON,
    STRANGERS,
    WITHOUT_COOKIE,
    Allowance,
    Page,
    PageQueue,
    TooManyPages,
)
from tests.attacks.closing_client import ClosingClient, closing_client
from tests.room import Room
from tests.visitor import Visitor


def test_reloading_and_the_pages_of_strangers_are_never_refused(room: Room) -> None:
    room.go("lobby")
    phone, stranger = room.participant_visitor(), Visitor(room.app)
    assert {phone.get(f"/w/{room.code}").status_code for _ in range(10)} == {200}
    for path in ("/", "/stored"):
        assert {stranger.get(path).status_code for _ in range(10)} == {200}


@pytest.mark.parametrize("path", ["/zzz", "/login", "/n/none"])
def test_every_page_for_strangers_waits_for_its_turn(room: Room, path: str) -> None:
    queue = page_queue._queue
    current = queue.ask("another")
    queue.line_up(current)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(Visitor(room.app).get, path)
        while not queue.waiting():
            assert not answer.done()
        queue.leave(current)
        assert answer.result().status_code in {200, 403, 404}


def test_who_waits_to_be_refused_holds_no_connection_of_the_database(room: Room) -> None:
    """As many as the pool has connections stopped all pages for half a minute."""
    queue, pool, path = page_queue._queue, db.engine().pool, f"/w/{room.code}/wishes"
    assert isinstance(pool, QueuePool)
    stranger = Visitor(room.app)
    form = {"themes": "", "csrf_token": stranger.token()}
    current = queue.ask("another")
    queue.line_up(current)
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(stranger.client.post, path, data=form)
        while not queue.waiting():
            assert not answer.done()
        held = pool.checkedout()
        queue.leave(current)
        assert answer.result().status_code == 401
    assert held == 0


def test_a_refused_form_waits_for_its_turn(room: Room) -> None:
    queue = page_queue._queue
    current = queue.ask("another")
    queue.line_up(current)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(room.app.test_client().post, "/login")
        while not queue.waiting():
            assert not answer.done()
        queue.leave(current)
        assert answer.result().status_code == 400


def place_of(visitor: Visitor, role: Role = Role.PARTICIPANT) -> tuple[str, str]:
    """The key of this visitor's place in the queue, and their browser."""
    visitor.token()
    with visitor.client.session_transaction() as cookie:
        return str({role.value: cookie[role]}), cookie["csrf_token"]


@contextmanager
def full(
    queue: PageQueue, key: str, allowance: Allowance, browser: str = ""
) -> Iterator[list[Page]]:
    """As many pages of this browser as may wait."""
    pages = [queue.ask(key, allowance, browser) for _ in range(allowance.most)]
    try:
        yield pages
    finally:
        for page in pages:
            queue.leave(page)


@pytest.mark.parametrize("allowance", [PERSON, DESK, STRANGERS, NEWCOMERS])
def test_so_many_pages_of_one_browser_wait_and_no_more(allowance: Allowance) -> None:
    queue = PageQueue(lambda: 0.0)
    with full(queue, "flood", allowance, "browser"):
        with pytest.raises(TooManyPages):
            queue.ask("flood", allowance, "browser")
        queue.leave(queue.ask("flood", allowance, "another"))
        assert queue.waiting() == allowance.most
    queue.leave(queue.ask("flood", allowance, "browser"))
    assert not queue.waiting()


@pytest.mark.parametrize("allowance", [STRANGERS, WITHOUT_COOKIE, NEWCOMERS])
def test_so_many_pages_of_one_network_wait_and_no_more(allowance: Allowance) -> None:
    """Cookies are free, so a limit for each browser alone limits nothing."""
    queue = PageQueue(lambda: 0.0)
    browsers = [str(n // allowance.most) for n in range(MOST_IN_A_PLACE)]
    pages = [queue.ask("network", allowance, browser) for browser in browsers]
    with pytest.raises(TooManyPages):
        queue.ask("network", allowance, "another")
    for page in pages:
        queue.leave(page)
    place = queue._askers["network"]
    assert not any((place.pages, place.waiting, place.rounds))


def asked(app: Flask, held: dict[str, object]) -> Page:
    """A page that is asked for by a browser with this session."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        session.update(held)
        return page_queue._ask((Role.PARTICIPANT,))[1]


FOREVER_NEW = {str(Role.PARTICIPANT): {"123456": [1, 1]}, newcomers.JOINED: float("inf")}


@pytest.mark.parametrize(
    "flood, other, after",
    [
        ({**FOREVER_NEW, "csrf_token": "a"}, {**FOREVER_NEW, "csrf_token": "b"}, 2),
        ({"csrf_token": "a"}, {"csrf_token": "b"}, 2),
        ({"csrf_token": "a"}, {}, 0),
        ({}, {"csrf_token": "b"}, 0),
        ({}, {**FOREVER_NEW, "csrf_token": "b"}, 0),
    ],
    ids=[
        "two newcomers",
        "two strangers",
        "a first page among many of a stranger",
        "a stranger among many first pages",
        "a newcomer among many first pages",
    ],
)
def test_pages_of_one_browser_hardly_delay_another_of_its_network(
    app: Flask, flood: dict[str, object], other: dict[str, object], after: int
) -> None:
    """The other's page comes after so many: the current one, and one of each browser."""
    pages = [asked(app, flood) for _ in range(20)]
    page = asked(app, other)
    for _ in range(after):
        assert not page.is_first.is_set()
        page_queue._queue.leave(pages.pop(0))
    assert page.is_first.is_set()
    for one in [*pages, page]:
        page_queue._queue.leave(one)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_one_page_too_many_is_refused_without_waiting(room: Room, accept: str) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    key, browser = place_of(phone)
    path, headers = f"/w/{room.code}", {"Accept": accept}
    with full(page_queue._queue, key, PERSON, browser):
        refused = phone.client.get(path, headers=headers)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    assert "Wait a moment and try again." in refused.get_data(as_text=True)
    assert phone.client.get(path, headers=headers).status_code == 200


def test_pages_of_one_browser_do_not_keep_another_with_the_same_link_out(room: Room) -> None:
    flood, other = room.facilitator_visitor(), room.facilitator_visitor()
    key, browser = place_of(flood, Role.FACILITATOR)
    queue, path = page_queue._desks, f"/w/{room.code}/facilitator"
    with (
        patch.object(page_queue, "DESK_PATIENCE_SECONDS", 0.0),
        ThreadPoolExecutor(1) as beside,
        full(queue, key, DESK, browser) as pages,
    ):
        assert flood.client.get(path).status_code == 429
        answer = beside.submit(other.client.get, path)
        until(lambda: queue.waiting() > DESK.most, answer)
        for _ in range(2):  # the current one, and one of each browser
            queue.leave(pages.pop(0))
        assert answer.result().status_code == 200


def test_a_refused_form_is_explained_even_if_no_page_may_wait(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    key, browser = place_of(phone)
    form = {"csrf_token": phone.token()}
    with full(page_queue._queue, key, PERSON, browser):
        answer = phone.client.post(f"/w/{room.code}/wishes", data={**form, "themes": "nonsense"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


def until(happened: Callable[[], object], answer: Future[TestResponse]) -> None:
    """Wait until something has happened before the answer."""
    while not happened():
        assert not answer.done()


def fetch(phone: Visitor, client: ClosingClient, room: Room, method: str = "GET") -> TestResponse:
    """Ask for a page."""
    return phone.client.open(f"/w/{room.code}", method=method, environ_overrides=client.environ)


@contextmanager
def never_rendered(room: Room) -> Iterator[Visitor]:
    """A phone whose page is not rendered, and costs nothing in the queue."""
    room.go("lobby")
    phone, queue = room.participant_visitor(), page_queue._queue
    key, _browser = place_of(phone)
    queue.forget_all()
    with patch("polling.web.responses.render_template") as rendered:
        yield phone
    rendered.assert_not_called()
    asker = queue._askers[key]
    assert (asker.used._spent, asker.lately) == (0.0, 0.0)
    assert not queue.waiting()


def test_a_page_whose_client_goes_before_it_comes_to_the_front_is_not_made(room: Room) -> None:
    queue = page_queue._queue
    with never_rendered(room) as phone, closing_client() as client, ThreadPoolExecutor(1) as beside:
        earlier = queue.ask(place_of(phone)[0])
        answer = beside.submit(fetch, phone, client, room)
        until(lambda: queue.waiting() == 2, answer)
        client.close()
        with patch.object(queue, "pause") as pause:
            queue.leave(earlier)
            assert answer.result().status_code == 499
    pause.assert_not_called()


def test_a_page_whose_client_goes_during_the_pause_is_not_made(room: Room) -> None:
    queue = page_queue._queue
    with (
        never_rendered(room) as phone,
        closing_client() as client,
        patch.object(queue, "pause", return_value=1.0),
        patch("polling.web.page_queue.time.sleep", lambda _seconds: client.close()),
        patch.object(queue, "line_up") as line_up,
    ):
        assert fetch(phone, client, room).status_code == 499
    line_up.assert_not_called()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_whose_client_goes_before_its_turn_is_not_made(room: Room, method: str) -> None:
    queue = page_queue._queue
    with never_rendered(room) as phone, closing_client() as client, ThreadPoolExecutor(1) as beside:
        current = queue.ask("another")
        queue.line_up(current)
        answer = beside.submit(fetch, phone, client, room, method)
        until(lambda: queue._line, answer)
        client.close()
        queue.leave(current)
        assert answer.result().status_code == 499


def test_a_form_whose_client_has_gone_is_handled(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    headers = {"X-CSRFToken": phone.token(), "Accept": "application/json"}
    with closing_client() as client:
        client.close()
        path = f"/w/{room.code}/details"
        answer = phone.client.post(path, headers=headers, environ_overrides=client.environ)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/zzz", "/login"])
def test_the_refusal_of_a_form_whose_client_has_gone_is_not_rendered(room: Room, path: str) -> None:
    with closing_client() as client:
        client.close()
        answer = room.app.test_client().post(path, environ_overrides=client.environ)
    assert (answer.status_code, page_queue._queue.waiting()) == (499, 0)
