"""Redis, as servers that share a database use it: an extra, and never worth waiting for."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis import Redis

ANSWER_SECONDS = 1.0


def options() -> dict[str, Any]:
    """Options for a client that waits a second, once, and then raises RedisError.

    By default it waits five seconds and retries ten times.
    """
    from redis.backoff import NoBackoff  # noqa: PLC0415  Redis is an extra
    from redis.retry import Retry  # noqa: PLC0415

    return {
        "socket_timeout": ANSWER_SECONDS,
        "socket_connect_timeout": ANSWER_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def connect(url: str) -> "Redis":
    """A client with these options."""
    from redis import Redis  # noqa: PLC0415  Redis is an extra

    return Redis.from_url(url, **options())
