"""Health checks, for containers and monitoring.

Anybody may call them, at any rate. So a check of the database is shared by all requests within
FRESH_SECONDS and times out after LOOK_SECONDS, and the answer is only yes or no: the reason is in
the log.
"""

import logging
import time
from collections.abc import Callable, Mapping

import gevent
from sqlalchemy import text

from config import Config
from polling.contests.casting.ballot_box import BallotBox
from polling.core import redis_client
from polling.core.db import transaction
from polling.core.locks import Lock
from polling.core.metrics import READY
from polling.core.migrate import newest

log = logging.getLogger(__name__)
FRESH_SECONDS = 1.0
LOOK_SECONDS = 2.0
SAME_AGAIN = "UPDATE alembic_version SET version_num = version_num RETURNING version_num"
NO_WORKSHOP = 0  # the id of no workshop, so that its writer waits for no other

Check = Callable[[], None]


class NotReady(Exception):
    """Something that the server needs does not work."""


class Readiness:
    """Runs checks, which raise an exception if they fail."""

    def __init__(
        self, checks: Mapping[str, Check], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._checks = checks
        self._clock = clock
        self._lock = Lock()
        self._fresh_until = 0.0
        self._failed: list[str] = []

    def is_ready(self) -> bool:
        """Return whether the server was ready at most FRESH_SECONDS ago."""
        with self._lock:
            if self._clock() >= self._fresh_until:
                self._note({name: _passes(check) for name, check in self._checks.items()})
                self._fresh_until = self._clock() + FRESH_SECONDS
            return not self._failed

    def _note(self, passed: dict[str, bool]) -> None:
        for name, passes in passed.items():
            READY.labels(name).set(passes)
        failed = [name for name, passes in passed.items() if not passes]
        if failed and failed != self._failed:
            log.warning("not ready: %s", ", ".join(failed))
        elif self._failed and not failed:
            log.warning("ready again")
        self._failed = failed


def _passes(check: Check) -> bool:
    try:
        with gevent.Timeout(LOOK_SECONDS, NotReady("no answer in time")):
            check()
    except Exception:
        log.debug("a check failed", exc_info=True)
        return False
    return True


def readiness(ballots: Callable[[], BallotBox], config: Config) -> Readiness:
    """Return the checks for a server with this configuration."""
    checks: dict[str, Check] = {"database": check_database, "ballots": lambda: ballots().check()}
    if config.redis_url:
        redis = redis_client.connect(config.redis_url)
        checks["redis"] = lambda: _require(redis.ping(), "no answer")
    return Readiness(checks)


def check_database() -> None:
    """Write something, as a ballot would, and compare the schema.

    What is written is already there: the version of the schema.
    """
    with transaction(NO_WORKSHOP) as session:
        found = session.scalars(text(SAME_AGAIN)).all()
    _require(set(found) == set(newest()), "the schema is not current")


def _require(holds: object, words: str) -> None:
    if not holds:
        raise NotReady(words)
