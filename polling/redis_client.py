"""Redis, as servers that share a database use it: an extra, and never worth waiting for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redis import Redis

ANSWER_SECONDS = 1.0


def connect(url: str) -> "Redis":
    """A client that waits for a second, once: RedisError if Redis is away or does not answer.

    The library's own would wait for five seconds, and try ten times more.
    """
    from redis import Redis  # noqa: PLC0415  Redis is an extra
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    return Redis.from_url(
        url,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
