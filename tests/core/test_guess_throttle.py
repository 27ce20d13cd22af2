"""Slowing down guesses: delays, who gives up a place, and the bounds."""

from collections.abc import Iterator
from unittest.mock import patch

import gevent
import pytest

from polling.core import guess_throttle, rate_limits
from polling.core.errors import NotFound, TooMany
from polling.core.guess_throttle import Free, Slowdown

LONGEST_SECONDS = 0.2
PLACES = 4
SHORT = Free(network=3, target=2, everywhere=10)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    rate_limits.reset()
    yield
    rate_limits.reset()


def slowdown(free: Free = SHORT, places: int = PLACES) -> Slowdown:
    return Slowdown("test", free=free, places=places, longest_seconds=LONGEST_SECONDS)


def attempt(
    guesses: Slowdown, network: str, *, right: bool, target: str = "", browser: str = ""
) -> str:
    """The end of one attempt: "right", "wrong" or "sent away"."""
    try:
        with guesses.attempt(network, target, browser=browser, busy="busy"):
            if not right:
                raise NotFound("wrong")
    except TooMany:
        return "sent away"
    except NotFound:
        return "wrong"
    return "right"


def seconds(guesses: Slowdown, network: str, target: str = "") -> float:
    """How long a right answer would have to wait."""
    with patch.object(guesses, "_wait") as wait:
        assert attempt(guesses, network, right=True, target=target) == "right"
    waits: list[float] = [call.args[1] for call in wait.call_args_list]
    return sum(waits)


def test_right_answers_never_cost_time() -> None:
    guesses = slowdown()
    assert sum(seconds(guesses, "room") for _ in range(50)) == 0


@pytest.mark.parametrize("target, other", [("", "elsewhere"), ("account", "room")])
def test_failures_slow_down_their_network_or_target_and_no_other(target: str, other: str) -> None:
    guesses = slowdown()
    for _ in range(3):
        attempt(guesses, "room", right=False, target=target)
    assert seconds(guesses, "room" if not target else "elsewhere", target) == LONGEST_SECONDS
    assert seconds(guesses, other if not target else "third", "") == 0


def test_the_wait_doubles_up_to_the_longest() -> None:
    guesses = Slowdown("test", free=SHORT, places=1, longest_seconds=15)
    assert [guesses._seconds(failed, 10) for failed in (9, 10, 20, 30, 400)] == [0, 1, 2, 4, 15]


@pytest.mark.parametrize("where", ["memory", "Redis"])
def test_concurrent_attempts_count_before_they_have_failed(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, a thousand connections could verify a thousand guesses at once."""

    def failures_in_redis(kind: str, key: str) -> int:
        gevent.sleep(0)  # others run until Redis answers
        return rate_limits.failures(kind, key)

    if where == "Redis":
        monkeypatch.setattr(guess_throttle, "failures", failures_in_redis)
    guesses = slowdown(Free(network=5, target=5, everywhere=100))
    verified_at_once = 0

    def verify(account: str) -> str:
        nonlocal verified_at_once
        try:
            with guesses.attempt("room", account, busy="busy"):
                verified_at_once += 1
                gevent.sleep(LONGEST_SECONDS / 2)
                raise NotFound("wrong")
        except TooMany:
            return "sent away"
        except NotFound:
            return "wrong"

    running = [gevent.spawn(verify, str(account)) for account in range(50)]
    for _ in range(5):
        gevent.sleep(0)  # each begins, and asks for three counts
    assert verified_at_once == 5
    ended = [one.get() for one in running]
    assert ended.count("wrong") == 5 + PLACES
    assert ended.count("sent away") == 50 - 5 - PLACES


def test_a_newcomer_takes_the_place_of_the_network_that_has_most() -> None:
    guesses = slowdown(Free(network=100, everywhere=1))
    attempt(guesses, "attacker", right=False)
    flood = [gevent.spawn(attempt, guesses, "attacker", right=False) for _ in range(20)]
    gevent.sleep(0)
    newcomer = gevent.spawn(attempt, guesses, "room", right=True)
    assert newcomer.get() == "right"
    assert [one.get() for one in flood].count("wrong") == PLACES - 1


def test_of_networks_with_a_place_each_the_one_with_more_failures_gives_way() -> None:
    guesses = slowdown(Free(network=100, everywhere=1), places=2)
    for network in ("first", "second"):
        attempt(guesses, network, right=False)
    waiting = [gevent.spawn(attempt, guesses, one, right=False) for one in ("first", "second")]
    gevent.sleep(0)
    newcomer = gevent.spawn(attempt, guesses, "room", right=True)
    assert newcomer.get() == "right"
    assert sorted(one.get() for one in waiting) == ["sent away", "wrong"]


def test_nothing_is_kept_of_attempts_that_are_over() -> None:
    guesses = slowdown()
    for network in range(20):
        attempt(guesses, str(network), right=network % 2 == 0)
    assert not guesses._under_way
    assert not guesses._waiting


@pytest.mark.parametrize("cookies", ["none", "one", "one each, failed", "one each, sent away"])
def test_an_honest_visitor_finds_a_place_in_the_network_of_an_attacker(cookies: str) -> None:
    """A bug refused honest visitors who typed the right code behind the attacker's IP address."""
    guesses = slowdown(Free(network=1, everywhere=100))
    browsers = {
        "none": [""] * 40,
        "one": ["guesser"] * 40,
    }.get(cookies) or [f"guesser {number}" for number in range(40)]

    def flood() -> list["gevent.Greenlet[..., str]"]:
        return [
            gevent.spawn(attempt, guesses, "room", right=False, browser=one) for one in browsers
        ]

    rate_limits.count_failure("test", "network:room")
    if cookies == "one each, sent away":
        ends = [one.get() for one in flood()]
        browsers = [one for one, end in zip(browsers, ends, strict=True) if end == "sent away"]
    else:
        for browser in browsers:
            rate_limits.count_failure("test", f"browser:{browser}")
    earlier = flood()
    gevent.sleep(0)
    newcomer = gevent.spawn(attempt, guesses, "room", right=True, browser="newcomer")
    gevent.sleep(0)
    verified = [one.get() for one in earlier + flood()].count("wrong")
    assert newcomer.get() == "right"
    assert verified <= PLACES  # no more guesses are verified than before
