"""After a reveal, leave no old copies of ballots behind in the database's free pages.

Changed ballots and erased sectors stay readable in free pages and in the write-ahead log until the
file is written anew. The ballots themselves are clustered by key, never in the order they came.
"""

import logging
from typing import Any

import gevent
from sqlalchemy.exc import SQLAlchemyError

from polling import db

log = logging.getLogger(__name__)


def sweep_soon() -> None:
    """Sweep in a real thread, so that nobody's ballot waits for it in the event loop."""
    gevent.spawn(gevent.get_hub().threadpool.apply, sweep)


def sweep() -> None:
    """Write the database file anew without its free pages (SQLite), or the table (PostgreSQL)."""
    engine = db.make_engine(str(db.engine().url.render_as_string(hide_password=False)))
    try:
        raw = engine.raw_connection()
        connection: Any = raw.driver_connection
        if engine.dialect.name == "sqlite":
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.autocommit = True
            connection.execute("VACUUM FULL ballot")
        raw.close()
    except SQLAlchemyError:
        log.exception("the sweep after a reveal did not finish; the next one will do its work")
    finally:
        engine.dispose()
