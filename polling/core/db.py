"""The database: one engine for the process, short explicit transactions, and work after commit.

Handlers open a transaction, actions and queries receive its session:

    with transaction(workshop_id) as session:
        actions.join(session, ...)

SQLite is the embedded default; PostgreSQL runs the same code. A workshop has one writer at a time,
across all processes: what an action has read stays true until it commits, so numbers, versions and
the log's hash chain have no gaps, and there are no races. On PostgreSQL, writers of different
workshops do not wait for each other. A transaction without a workshop locks the whole database, as
every transaction does on SQLite.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Engine,
    MetaData,
    TypeDecorator,
    event,
    true,
)
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, ORMExecuteState, Session

from polling.core import writer_queue
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
    """A timezone-aware datetime in UTC; SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


ELSEWHERE = -1  # no workshop has this id


class Base(DeclarativeBase):
    """The base of all models. JSON columns must be replaced as a whole, never changed in place.

    `in_workshops` is False for models that belong to no workshop.
    """

    in_workshops: ClassVar[bool] = True

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

    @property
    def owner_id(self) -> int | None:
        """Return the id of the workshop that owns this row; None if the row does not contain it."""
        return getattr(self, "workshop_id", None) if self.in_workshops else ELSEWHERE


_engine: Engine | None = None


def connect(url: str) -> Engine:
    """Connect this process to the database at `url`, replacing an earlier connection."""
    global _engine  # noqa: PLW0603  one process, one database
    if _engine is not None:
        _engine.dispose()
    _engine = make_engine(url)
    return _engine


def engine() -> Engine:
    """Return the engine of this process."""
    if _engine is None:
        raise RuntimeError("the database is not connected: call connect() first")
    return _engine


_look_first: Callable[[Session], None] | None = None


def before_write(check: Callable[[Session], None]) -> None:
    """Run `check` before each write, which may have waited long for its lock."""
    global _look_first  # noqa: PLW0603  one process, one gatekeeper
    _look_first = check


def confirm_sender(session: Session) -> None:
    """Run the check in a write transaction, for the current request."""
    if _look_first is not None:
        _look_first(session)


@contextmanager
def transaction(workshop_id: int | None = None) -> Iterator[Session]:
    """Open a write transaction. Functions passed to `on_commit` run only after the commit.

    Args:
        workshop_id: the workshop that owns all written rows. Without it, the transaction locks the
            whole database; use this for accounts, logins, and creating or deleting workshops.

    Raises:
        RuntimeError: a row to be stored does not belong to the workshop.
    """
    with (
        writer_queue.turn(engine(), workshop_id),
        _WriteSession(engine(), expire_on_commit=False) as session,
    ):
        session.connection(execution_options={"writes": True, "workshop_id": workshop_id})
        session.info["only_workshop"] = workshop_id
        confirm_sender(session)
        yield session
        session.commit()
    for callback in session.info.pop("on_commit", []):
        _follow(callback)


class _WriteSession(Session):
    """A session that refuses to store rows of other workshops."""


def writes(session: Session) -> bool:
    """Return whether this is the session of a write transaction."""
    return isinstance(session, _WriteSession)


@event.listens_for(_WriteSession, "before_flush")
def _require_own_workshop(session: Session, _context: object, _objects: object) -> None:
    only = session.info["only_workshop"]
    if only is None:
        return
    for one in (*session.new, *session.dirty, *session.deleted):
        if one.owner_id not in (only, None):
            raise RuntimeError(f"{type(one).__name__} does not belong to workshop {only}")


@event.listens_for(_WriteSession, "do_orm_execute")
def _require_own_rows(state: ORMExecuteState) -> None:
    only, mapper = state.session.info["only_workshop"], state.bind_mapper
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and only is not None and mapper is not None and not mapper.class_.in_workshops:
        raise RuntimeError(f"{mapper.class_.__name__} does not belong to workshop {only}")


def lane(workshop_id: int) -> int | None:
    """Return the queue for this workshop's writers; None if all writers share one."""
    return writer_queue.lane(engine(), workshop_id)


def _follow(callback: Callable[[], None]) -> None:
    """Run the callbacks. A failure affects neither the commit nor the other callbacks."""
    try:
        callback()
    except Exception:
        log.exception("a function failed after its commit")


@contextmanager
def reading() -> Iterator[Session]:
    """Open a read-only transaction with a consistent snapshot."""
    with read_session() as session:
        yield session


def read_session() -> Session:
    """Return a session for `reading`; the caller closes it."""
    return Session(engine(), expire_on_commit=False)


def stop_reading(session: Session) -> None:
    """End a read-only session's snapshot before slow work, because SQLite cannot write meanwhile.

    Rows that are loaded can still be used. Later queries see the newest state.
    """
    if not writes(session):
        session.commit()


def close_read_session(session: Session) -> None:
    """Close a read-only session. If its connection was lost after the last read, that is logged."""
    try:
        session.close()
    except OperationalError as error:
        log_unavailable(error)


def look_once() -> Session:
    """Return a session whose reads need not show one state; the caller closes it."""
    session = Session(engine())
    session.connection(execution_options={"one_look": True})
    return session


MOST_NAMED = 500  # values in one condition, which databases limit


def among(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], values: Sequence[int]
) -> ColumnElement[bool]:
    """Match a column with these values. If there are very many, match all rows: filter them."""
    return column.in_(values) if len(values) <= MOST_NAMED else true()


def log_unavailable(error: OperationalError) -> None:
    """Log why the database is unavailable."""
    log.error("the database is unavailable: %s", error.orig)


def not_saved(error: OperationalError) -> NotSaved:
    """Return the error for a database that cannot be written; the log gives the reason."""
    log_unavailable(error)
    words = _("The server cannot save anything right now. Your text is kept; try again.")
    return NotSaved(words)


def on_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` after the session's transaction has been committed."""
    session.info.setdefault("on_commit", []).append(callback)
