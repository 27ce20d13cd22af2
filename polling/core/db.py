"""The database: one engine for the process, short explicit transactions, and work after commit.

Handlers open a transaction, actions and queries receive its session:

    with transaction() as session:
        actions.join(session, ...)

SQLite is the embedded default; PostgreSQL runs the same code. On both there is one writer at a
time, in all processes together: what an action has read stays true until it commits, so numbers,
versions and the log's chain follow one another without gaps, and nothing is lost to a race.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, MetaData, TypeDecorator
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from polling.core.engines import make_engine
from polling.core.errors import NotSaved
from polling.core.i18n import _

log = logging.getLogger(__name__)

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC: SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every model. JSON columns are replaced whole, never changed in place."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads a plain dict
        datetime: UTCDateTime,
        dict[str, Any]: JSON,
        dict[str, str]: JSON,
        dict[str, int]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, Any]]: JSON,
    }


_engine: Engine | None = None


def connect(url: str) -> Engine:
    """Bind this process to the database at `url`, replacing any earlier one."""
    global _engine  # noqa: PLW0603  one process, one database
    if _engine is not None:
        _engine.dispose()
    _engine = make_engine(url)
    return _engine


def engine() -> Engine:
    """The engine of this process."""
    if _engine is None:
        raise RuntimeError("the database is not connected: call connect() first")
    return _engine


_look_first: Callable[[Session], None] | None = None


def before_write(check: Callable[[Session], None]) -> None:
    """Let `check` look before anything is written: it may have waited long for its turn."""
    global _look_first  # noqa: PLW0603  one process, one gatekeeper
    _look_first = check


# Of this process one writer at a time asks for a connection, so that readers always find one.
_turn = threading.Lock()


@contextmanager
def transaction() -> Iterator[Session]:
    """A write transaction; what `on_commit` collected runs after the commit, and only then."""
    with _turn, Session(engine().execution_options(writes=True), expire_on_commit=False) as session:
        if _look_first is not None:
            _look_first(session)
        yield session
        session.commit()
    for callback in session.info.pop("on_commit", []):
        _follow(callback)


def _follow(callback: Callable[[], None]) -> None:
    """What fails after the commit undoes nothing of it, and keeps nothing else back."""
    try:
        callback()
    except Exception:
        log.exception("what follows a commit failed")


@contextmanager
def reading() -> Iterator[Session]:
    """A read-only look at one consistent state."""
    with Session(engine()) as session:
        yield session


def not_saved(error: OperationalError) -> NotSaved:
    """The refusal for a database that cannot be used now; the log says why."""
    log.error("the database cannot be used: %s", error.orig)
    words = _("The server cannot save anything right now. What you typed is kept; try again.")
    return NotSaved(words)


def on_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` once the session's transaction is on disk."""
    session.info.setdefault("on_commit", []).append(callback)
