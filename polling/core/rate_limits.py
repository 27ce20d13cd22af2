"""Rate limits and failure counts, using the `limits` library.

Keys identify a participant, account, link, browser or connection. Only joining is also limited by
network, to more people than a room lets in within a minute, because everybody may share one IP
address. Each server counts requests in memory. Servers that share a database count wrong guesses
together in Redis; if it does not respond, each counts them in memory for a while.
"""

import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from polling.core import redis_client
from polling.core.errors import TooMany
from polling.core.i18n import _
from polling.core.rate_limit_storage import WindowCounts

LIMITS: dict[str, RateLimitItem] = {
    "event": parse("1200/minute"),  # socket events of one person, in all tabs
    "presence": parse("300/minute"),  # carets of one person; a tab sends at most 132
    "packet": parse("3000/minute"),  # packets of one socket connection
    "write": parse("240/minute"),  # POSTs of one person
    "create": parse("6/minute"),  # imports, copies and practice runs of one account
    "join": parse("3000/minute"),  # people of one network joining one workshop
    "join-form": parse("20/minute"),  # join forms of one browser that has not joined, also refused
    "drafting": parse("60000/minute"),  # pieces of shared documents read for one person
    "known-browser": parse("10/hour"),  # wrong passwords from a browser that has logged in before
}
FAILURES = parse("1000000/hour")  # counted, not limited: see guess_throttle.py
# In Redis. All others are counted in the hot path or in transactions, which must not wait.
SHARED = {"known-browser"}
ALONE_SECONDS = 10.0  # how long a server counts alone after a failure of Redis

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Limiter = FixedWindowRateLimiter

_memory = WindowCounts()
_alone = Limiter(_memory)
_shared: Limiter | None = None
_alone_until = 0.0
_secret = b""


def share(redis_url: str, prefix: str, secret: str) -> None:
    """Count guesses in Redis, together with other servers.

    Args:
        redis_url: if empty, guesses are counted in this process only.
        prefix: of the keys in Redis.
        secret: protects the addresses in the keys from guessing.
    """
    global _shared, _alone_until, _secret  # noqa: PLW0603  one process, one set of limits
    _alone_until, _secret = 0.0, secret.encode()
    if not redis_url:
        _shared = None
        return
    options = redis_client.options()
    storage = storage_from_string(redis_url, key_prefix=prefix, wrap_exceptions=True, **options)
    _shared = Limiter(storage)


def spend(limit: str, key: str, cost: int = 1) -> None:
    """Count `cost` uses of `limit` by `key`. Raises TooMany when it is used up."""
    if not count(limit, key, cost):
        raise TooMany(_("That was too fast. Wait a moment and try again."))


def count(limit: str, key: str, cost: int = 1) -> bool:
    """Count uses that have happened already; return whether they are within the limit."""
    item = LIMITS[limit]
    if limit in SHARED:
        return _with_storage(lambda limiter: limiter.hit(item, limit, key, cost=cost))
    return _memory.incr(f"{limit}/{key}", item.get_expiry(), cost) <= item.amount


def give_back(limit: str, key: str) -> None:
    """Forget all uses of a shared `limit` by `key`."""
    _with_storage(lambda limiter: limiter.clear(LIMITS[limit], limit, key))


def count_failure(kind: str, key: str) -> None:
    """Count one wrong answer, for an hour."""
    hidden = _hidden(key)
    _with_storage(lambda limiter: limiter.hit(FAILURES, kind, hidden))


def failures(kind: str, key: str) -> int:
    """Return the number of wrong answers within the hour."""
    hidden = _hidden(key)
    return FAILURES.amount - _with_storage(
        lambda limiter: limiter.get_window_stats(FAILURES, kind, hidden).remaining
    )


def reset() -> None:
    """Reset the counts of this process (for tests)."""
    _memory.reset()


def _hidden(key: str) -> str:
    """Hash a key, because some keys are IP or e-mail addresses, which must not be stored.

    A hash without the secret could be compared with the hashes of all addresses.
    """
    return hmac.new(_secret, key.encode(), hashlib.sha256).hexdigest()


def _with_storage(work: Callable[[Limiter], Result]) -> Result:
    global _alone_until  # noqa: PLW0603
    if _shared is not None and time.monotonic() >= _alone_until:
        try:
            return work(_shared)
        except StorageError as error:
            log.warning(
                "Redis does not answer; wrong guesses are counted on this server only: %s", error
            )
            _alone_until = time.monotonic() + ALONE_SECONDS
    return work(_alone)
