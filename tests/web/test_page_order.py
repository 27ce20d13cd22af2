"""In which order the pages of many people are made: a simulation of the queue."""

from dataclasses import dataclass

import pytest

from polling.web.page_queue import (
    DESK,
    FORGOTTEN_AFTER_SECONDS,
    LONGEST_LAG_SECONDS,
    NEWCOMERS,
    PERSON,
    STRANGERS,
    WITHOUT_COOKIE,
    Allowance,
    Page,
    PageQueue,
)
from polling.web.used_time import LONGEST_PAUSE_SECONDS

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


@pytest.mark.parametrize("shared", [STRANGERS, WITHOUT_COOKIE, NEWCOMERS])
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
        asked = queue.ask("192.0.2.1", WITHOUT_COOKIE)
        assert queue.pause(asked) == 0.0
        queue.line_up(asked)
        clock.now += PAGE_SECONDS
        queue.leave(asked)


def test_browsers_that_share_a_place_take_turns() -> None:
    queue = PageQueue(Clock())
    flood = [queue.ask("link", DESK, "flood") for _ in range(4)]
    queue.leave(flood[0])
    others = [queue.ask("link", DESK, name) for name in ("a", "b", "a")]
    order = [flood[1], flood[2], others[0], others[1], flood[3], others[2]]
    for page in order:
        assert [one for one in order if one.is_first.is_set()] == order[: order.index(page) + 1]
        queue.leave(page)


def spent_at_a_desk(page_seconds: float, between: float) -> tuple[float, float]:
    """The part of an hour in which somebody's pages are rendered, and the longest pause."""
    clock, pauses, busy = Clock(), [], 0.0
    queue = PageQueue(clock)
    while clock.now < 3_600:
        page = queue.ask("organizer", DESK)
        pauses.append(queue.pause(page))
        clock.now += pauses[-1]
        queue.line_up(page)
        clock.now += page_seconds
        queue.leave(page)
        busy += page_seconds
        clock.now += between
    return busy / clock.now, max(pauses)


def test_somebody_who_always_loads_the_console_again_gets_a_fifth_of_the_time() -> None:
    part, _pause = spent_at_a_desk(page_seconds=0.1, between=0.0)
    assert part == pytest.approx(DESK.share, rel=0.01)
    assert DESK.share <= 1 / 5


def test_consoles_that_follow_a_busy_room_are_not_delayed() -> None:
    """Four consoles of one account, each of which fetches its page twice a second."""
    assert spent_at_a_desk(page_seconds=0.025, between=0.1)[1] == 0.0
