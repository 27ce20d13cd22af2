"""Rate limits: spending, remaining budget, and counting across servers."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import uuid4

import pytest
from limits import RateLimitItemPerHour
from redis import Redis

from polling.core import rate_limits
from polling.core.errors import TooMany
from tests.databases import REDIS, require_redis
from tests.redis_proxy import Narrows

SECRET = "not-a-secret-only-for-tests"
NOBODY = "redis://127.0.0.1:9/0"  # the discard port: refused at once


@pytest.fixture(params=["in memory", "in Redis"])
def two_an_hour(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A limit of two, counted in this process or in Redis."""
    monkeypatch.setitem(rate_limits.LIMITS, "known-browser", RateLimitItemPerHour(2))
    rate_limits.reset()
    if request.param == "in Redis":
        require_redis()
        rate_limits.share(REDIS, uuid4().hex, SECRET)
    yield
    rate_limits.share("", "", "")
    rate_limits.reset()


@pytest.mark.usefixtures("two_an_hour")
def test_a_limit_is_used_up_by_one_and_not_by_another() -> None:
    rate_limits.spend("known-browser", "one")
    rate_limits.spend("known-browser", "one")
    with pytest.raises(TooMany):
        rate_limits.spend("known-browser", "one")
    rate_limits.spend("known-browser", "another")


@pytest.mark.usefixtures("two_an_hour")
def test_what_is_given_back_can_be_spent_again() -> None:
    for _ in range(5):
        rate_limits.spend("known-browser", "one")
        rate_limits.give_back("known-browser", "one")


def test_addresses_in_redis_cannot_be_guessed() -> None:
    """Everybody can hash all IPv4 addresses in minutes."""
    require_redis()
    prefix = uuid4().hex
    rate_limits.share(REDIS, prefix, SECRET)
    try:
        rate_limits.count_failure("password", "network:192.0.2.7")
    finally:
        rate_limits.share("", "", "")
    with Redis.from_url(REDIS) as client:
        (key,) = client.keys(f"*{prefix}*")
        client.delete(key)
    assert b"192.0.2.7" not in key
    assert sha256(b"network:192.0.2.7").hexdigest().encode() not in key


@pytest.mark.usefixtures("two_an_hour")
def test_failures_are_counted_by_kind_and_key() -> None:
    for _ in range(3):
        rate_limits.count_failure("password", "one")
    assert rate_limits.failures("password", "one") == 3
    assert rate_limits.failures("password", "another") == 0
    assert rate_limits.failures("join-code", "one") == 0


def test_without_redis_a_server_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "known-browser", RateLimitItemPerHour(2))
    rate_limits.reset()
    rate_limits.share(NOBODY, uuid4().hex, SECRET)
    try:
        rate_limits.spend("known-browser", "one")
        rate_limits.spend("known-browser", "one")
        with pytest.raises(TooMany):
            rate_limits.spend("known-browser", "one")
    finally:
        rate_limits.share("", "", "")
        rate_limits.reset()


def test_a_write_does_not_ask_redis(caplog: pytest.LogCaptureFixture) -> None:
    rate_limits.share(NOBODY, uuid4().hex, SECRET)
    try:
        rate_limits.spend("write", "one")
        assert not caplog.records
    finally:
        rate_limits.share("", "", "")
        rate_limits.reset()


def test_when_redis_is_lost_in_the_middle_a_server_counts_alone() -> None:
    require_redis()
    rate_limits.reset()
    with Narrows(REDIS) as way:
        rate_limits.share(way.url, uuid4().hex, SECRET)
        try:
            rate_limits.count_failure("password", "one")
            assert rate_limits.failures("password", "one") == 1
            way.close()
            rate_limits.count_failure("password", "one")
            assert rate_limits.failures("password", "one") == 1  # in memory only
        finally:
            rate_limits.share("", "", "")
            rate_limits.reset()
