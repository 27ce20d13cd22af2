"""Leave no old copies of ballots behind, nor the order in which they came.

Changed ballots and erased sectors stay readable in SQLite's free pages and write-ahead log until
the file is written anew. SQLite keeps ballots in the order of their keys; PostgreSQL in that of
their coming, with the number of the transaction, so there the tables are sorted at the close, and
all their rows given the number of one transaction.
"""

import logging
from contextlib import closing
from typing import Any

import gevent
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from polling import db
from polling.engines import make_engine

log = logging.getLogger(__name__)
RETRY_SECONDS = 5.0
_asked: set[bool] = set()  # not empty: a sweep is wanted
_at_work: set[bool] = set()  # not empty: one is under way
# Table → a column of its primary key.
SECRET = {
    "ballot": "contest_id",
    "turnout": "contest_id",
    "paper": "contest_id",
    "concern": "contest_id",
    "dissent_note": "contest_id",
    "survey_response": "workshop_id",
    "survey_turnout": "workshop_id",
}


def sort_soon() -> None:
    """Sweep where the order of coming is kept."""
    if db.engine().dialect.name == "postgresql":
        sweep_soon()


def sweep_soon() -> None:
    """Sweep in a real thread, so that nobody's ballot waits for it in the event loop.

    One at a time, and one for all that ask meanwhile: themes are revealed together, and each sweep
    takes the whole file.
    """
    _asked.add(True)
    if not _at_work:
        gevent.spawn(_sweep_while_asked)


def _sweep_while_asked() -> None:
    if _at_work:
        return
    _at_work.add(True)
    try:
        while _asked:
            _asked.clear()
            if not gevent.get_hub().threadpool.apply(sweep):
                gevent.sleep(RETRY_SECONDS)
                _asked.add(True)
    finally:
        _at_work.clear()


def sweep() -> bool:
    """Write the database file anew without its free pages (SQLite), or the tables (PostgreSQL).

    Returns whether it could: not while somebody else keeps the file.
    """
    engine = make_engine(str(db.engine().url.render_as_string(hide_password=False)))
    try:
        if engine.dialect.name == "sqlite":
            _write_the_file_anew(engine)
        else:
            _write_every_row_in_one_transaction(engine)
            _outside_transactions(engine, [f"CLUSTER {name} USING pk_{name}" for name in SECRET])
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        log.warning("a sweep did not finish, and is tried again: %s", error)
        return False
    finally:
        engine.dispose()
    return True


def _write_the_file_anew(engine: Engine) -> None:
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.alone(statement)


def _write_every_row_in_one_transaction(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for name, column in SECRET.items():
            connection.exec_driver_sql(f"UPDATE {name} SET {column} = {column}")  # noqa: S608  ours


def _outside_transactions(engine: Engine, statements: list[str]) -> None:
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.autocommit = True
        for statement in statements:
            connection.execute(statement)
