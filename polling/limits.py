"""Rate limits: a budget for each person, not for an address, since the room shares one.

Passwords are budgeted for each account and in all, so that guessing is hopeless however many
addresses it comes from; join codes, which everybody in the room may know, by the wrong ones that
come from an address. Several servers count together, in Redis; when it does not answer, each
counts by itself for a while.
"""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable

from polling import redis_client
from polling.errors import TooMany
from polling.i18n import _

BUDGETS = {  # a minute
    "event": 1200,
    "write": 240,
    "join": 600,
    "wrong-code": 60,
    "login": 10,
    "login-all": 120,
}
MINUTE_SECONDS = 60.0
ALONE_SECONDS = 10.0
OF_A_CONNECTION = "event"  # its key is a connection, which only one server has

log = logging.getLogger(__name__)
Count = Callable[[str, int], int | None]  # None: nobody answers

# Everybody's minute ends at once, which forgets them all.
_spent: Counter[tuple[str, str]] = Counter()
_minute = 0.0
_count_together: Count | None = None


def share(redis_url: str, name: str) -> None:
    """Count under this name in Redis, together with other servers; without an address, alone."""
    global _count_together  # noqa: PLW0603  one process, one set of budgets
    _count_together = _counting_in(redis_url, name) if redis_url else None


def _counting_in(redis_url: str, name: str) -> Count:
    from redis import RedisError  # noqa: PLC0415  Redis is an extra

    redis = redis_client.connect(redis_url)
    alone_until = 0.0

    def count(spent: str, more: int) -> int | None:
        nonlocal alone_until
        if time.monotonic() < alone_until:
            return None
        minute = f"{time.time() // MINUTE_SECONDS}:{spent}"
        # Hashed, since some are addresses.
        key = f"{name}:{hashlib.sha256(minute.encode()).hexdigest()}"
        try:
            with redis.pipeline() as both:
                both.incrby(key, more)
                both.expire(key, int(2 * MINUTE_SECONDS))
                return int(both.execute()[0])
        except RedisError as error:
            log.warning("budgets cannot be shared: %s", error)
            alone_until = time.monotonic() + ALONE_SECONDS
            return None

    return count


def spend(budget: str, key: str) -> None:
    """Take one from `key`'s budget; TooMany when it is empty."""
    if _spent_with(budget, key, 1) > BUDGETS[budget]:
        raise _too_fast()


def require_some_left(budget: str, key: str) -> None:
    """TooMany when `key`'s budget is empty; nothing is taken."""
    if _spent_with(budget, key, 0) >= BUDGETS[budget]:
        raise _too_fast()


def _too_fast() -> TooMany:
    return TooMany(_("That was too fast. Nothing is lost; wait a moment and try again."))


def _spent_with(budget: str, key: str, more: int) -> int:
    if _count_together is not None and budget != OF_A_CONNECTION:
        together = _count_together(f"{budget}:{key}", more)
        if together is not None:
            return together
    _turn_the_minute()
    _spent[budget, key] += more
    return _spent[budget, key]


def reset() -> None:
    """Fill every budget (for tests)."""
    _spent.clear()


def _turn_the_minute() -> None:
    global _minute  # noqa: PLW0603  one process, one clock
    minute = time.monotonic() // MINUTE_SECONDS
    if minute != _minute:
        _minute = minute
        _spent.clear()
