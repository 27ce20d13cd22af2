"""A person who requests many pages delays their own, and others hardly at all."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from sqlalchemy import QueuePool
from werkzeug.test import TestResponse

from polling.core import db
from polling.core.access import Role
from polling.web import page_queue
from polling.web.page_queue import (
    DESK,
    FORGOTTEN_AFTER_SECONDS,
    LONGEST_LAG_SECONDS,
    LONGEST_PAUSE_SECONDS,
    NETWORK,
    NEWCOMERS,
    PERSON,
    Allowance,
    Page,
    PageQueue,
    TooManyPages,
)
from tests.attacks.closing_client import ClosingClient, closing_client
from tests.room import Room
from tests.visitor import Visitor

PAGE_SECONDS = 0.02


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Hall:
    """A queue of pages, and who asked for each."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.queue = PageQueue(self.clock)
        self.asked: list[tuple[str, Page]] = []
        self.lined_up: set[Page] = set()

    def ask(self, name: str, times: int = 1) -> None:
        for _ in range(times):
            self.asked.append((name, self.queue.ask(name)))
            self.go_on()

    def go_on(self) -> None:
        for _, page in self.asked:
            if page.is_first.is_set() and page not in self.lined_up:
                self.lined_up.add(page)
                self.queue.line_up(page)

    def give_up(self, name: str) -> None:
        """The client of this person's first page goes."""
        first = next(one for one in self.asked if one[0] == name)
        self.queue.leave(first[1], is_rendered=False)
        self.asked.remove(first)
        self.clock.now += LONGEST_PAUSE_SECONDS
        self.go_on()

    def serve(self) -> str:
        """Render the next page; returns whose it is."""
        ((name, page),) = [one for one in self.asked if one[1].begun.is_set()]
        self.clock.now += PAGE_SECONDS
        self.queue.leave(page)
        self.asked.remove((name, page))
        self.go_on()
        return name


def test_many_requests_of_one_person_hold_one_place() -> None:
    hall = Hall()
    hall.ask("flood", 8)
    hall.ask("phone")
    hall.ask("other")
    assert [hall.serve() for _ in range(10)] == ["flood", "phone", "other", *["flood"] * 7]


def test_a_person_who_always_asks_again_goes_behind_all_who_wait() -> None:
    hall = Hall()
    hall.ask("flood", 8)
    served = []
    for name in ("a", "b", "c"):
        hall.ask(name, 2)
    for _ in range(8):
        served.append(hall.serve())
        if served[-1] == "flood":
            hall.ask("flood")
    assert served == ["flood", "a", "b", "c", "flood", "a", "b", "c"]


def test_thirty_phones_of_one_person_do_not_keep_another_waiting() -> None:
    hall = Hall()
    flood = [f"flood {n}" for n in range(30)]
    for name in flood:
        hall.ask(name)
    for _ in range(300):
        hall.ask(hall.serve())
    hall.ask("another")
    assert "another" in [hall.serve() for _ in range(2)]  # one page may have begun


def test_nobody_waits_longer_than_the_longest_lag_behind_later_requests() -> None:
    hall = Hall()
    for _ in range(100):
        hall.ask("much")
        hall.serve()
    hall.ask("now")
    hall.ask("much")
    served: list[str] = []
    while "much" not in served:
        hall.ask(f"other {len(served)}")
        served.append(hall.serve())
    assert len(served) <= LONGEST_LAG_SECONDS / PAGE_SECONDS + 2


def test_hundreds_of_phones_of_one_person_delay_another_by_a_fraction_of_their_time() -> None:
    hall = Hall()
    flood = [f"flood {n}" for n in range(300)]
    for name in flood:
        hall.ask(name)
    for _ in range(5 * len(flood)):
        hall.ask(hall.serve())
    hall.ask("another")
    assert "another" in [hall.serve() for _ in range(len(flood) // 5)]


def test_a_page_takes_the_place_of_an_earlier_one_that_was_given_up() -> None:
    """A phone on a bad network gives up after a while, and asks again."""
    hall = Hall()
    for _ in range(3):
        hall.ask("bad network")
        hall.serve()
    for name in ("now", "bad network", "bad network", "other"):
        hall.ask(name)
    hall.clock.now += LONGEST_LAG_SECONDS
    hall.give_up("bad network")
    hall.ask("later")
    assert [hall.serve() for _ in range(4)] == ["now", "other", "bad network", "later"]


def lag(allowance: Allowance, pages: int) -> float:
    """How far somebody lines up behind others after so many pages."""
    clock = Clock()
    queue = PageQueue(clock)

    def ask() -> Page:
        page = queue.ask("somebody", allowance)
        queue.line_up(page)
        return page

    for _ in range(pages):
        page = ask()
        clock.now += PAGE_SECONDS
        queue.leave(page)
    return ask().rank - clock.now


@pytest.mark.parametrize("shared", [NETWORK, NEWCOMERS])
def test_a_whole_room_lines_up_before_those_who_ask_again_and_before_no_others(
    shared: Allowance,
) -> None:
    a_room, a_flood = 100, 2_000
    assert lag(PERSON, 0) < lag(shared, a_room) < lag(PERSON, 1) < lag(shared, a_flood)


def test_a_request_that_is_given_up_lets_the_next_begin() -> None:
    hall = Hall()
    hall.ask("first")
    hall.ask("gone", 2)
    for one in [one for one in hall.asked if one[0] == "gone"]:
        hall.queue.leave(one[1])
        hall.asked.remove(one)
    hall.ask("last")
    assert [hall.serve(), hall.serve()] == ["first", "last"]


def test_the_pause_grows_with_the_time_of_the_pages_and_ends() -> None:
    clock = Clock()
    queue = PageQueue(clock)

    def page(seconds: float) -> float:
        asked = queue.ask("flood")
        pause = queue.pause(asked)
        queue.line_up(asked)
        clock.now += seconds
        queue.leave(asked)
        return pause

    assert [page(PAGE_SECONDS) for _ in range(10)] == [0.0] * 10  # a few reloads are free
    pauses = [page(PAGE_SECONDS) for _ in range(40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] > 0
    page(100.0)
    assert page(0.0) == pytest.approx(LONGEST_PAUSE_SECONDS)
    clock.now += PERSON.seconds / PERSON.share + LONGEST_PAUSE_SECONDS
    assert page(0.0) == 0.0


def test_who_asked_for_pages_is_forgotten_after_minutes() -> None:
    clock = Clock()
    queue = PageQueue(clock)
    for _ in range(2):
        clock.now += 2 * FORGOTTEN_AFTER_SECONDS
        asked = queue.ask(f"192.0.2.{clock.now}")
        queue.line_up(asked)
        queue.leave(asked)
        assert len(queue._askers) == 1


def test_a_room_behind_one_address_may_arrive_at_once() -> None:
    clock = Clock()
    queue = PageQueue(clock)
    for _ in range(100):
        asked = queue.ask("192.0.2.1", NETWORK)
        assert queue.pause(asked) == 0.0
        queue.line_up(asked)
        clock.now += PAGE_SECONDS
        queue.leave(asked)


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
def full(queue: PageQueue, key: str, allowance: Allowance, browser: str = "") -> Iterator[None]:
    """As many pages of this browser as may wait."""
    pages = [queue.ask(key, allowance, browser) for _ in range(allowance.most)]
    try:
        yield
    finally:
        for page in pages:
            queue.leave(page)


@pytest.mark.parametrize("allowance", [PERSON, DESK, NETWORK, NEWCOMERS])
def test_so_many_pages_of_one_browser_wait_and_no_more(allowance: Allowance) -> None:
    queue = PageQueue(Clock())
    with full(queue, "flood", allowance, "browser"):
        with pytest.raises(TooManyPages):
            queue.ask("flood", allowance, "browser")
        queue.leave(queue.ask("flood", allowance, "another"))
        assert queue.waiting() == allowance.most
    queue.leave(queue.ask("flood", allowance, "browser"))
    assert not queue.waiting()


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
    path = f"/w/{room.code}/facilitator"
    with (
        patch.object(page_queue, "DESK_PATIENCE_SECONDS", 0.0),
        full(page_queue._desks, key, DESK, browser),
    ):
        statuses = [visitor.client.get(path).status_code for visitor in (flood, other)]
    assert statuses == [429, 200]


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
    assert (asker.spent, asker.lately, queue.waiting()) == (0.0, 0.0, 0)


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
