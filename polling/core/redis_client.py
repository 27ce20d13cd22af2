"""Redis clients for servers that share a database. Redis is optional, so they never wait long."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis import Redis

ANSWER_SECONDS = 1.0


def options() -> dict[str, Any]:
    """Return options for a client that raises RedisError after one second, without retries.

    By default, a client waits five seconds and retries ten times.
    """
    from redis.backoff import NoBackoff  # noqa: PLC0415  Redis is an extra
    from redis.retry import Retry  # noqa: PLC0415

    return {
        "socket_timeout": ANSWER_SECONDS,
        "socket_connect_timeout": ANSWER_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def connect(url: str) -> "Redis":
    """Return a client with these options."""
    from redis import Redis  # noqa: PLC0415  Redis is an extra

    return Redis.from_url(url, **options())
