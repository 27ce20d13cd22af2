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
# Table → a column of its primary key.
SECRET = {
    "ballot": "contest_id",
    "turnout": "contest_id",
    "paper": "contest_id",
    "dissent_note": "contest_id",
    "survey_response": "workshop_id",
    "survey_turnout": "workshop_id",
}


def sort_soon() -> None:
    """Sweep where the order of coming is kept."""
    if db.engine().dialect.name == "postgresql":
        sweep_soon()


def sweep_soon() -> None:
    """Sweep in a real thread, so that nobody's ballot waits for it in the event loop."""
    gevent.spawn(gevent.get_hub().threadpool.apply, sweep)


def sweep() -> None:
    """Write the database file anew without its free pages (SQLite), or the tables (PostgreSQL)."""
    engine = make_engine(str(db.engine().url.render_as_string(hide_password=False)))
    try:
        if engine.dialect.name == "sqlite":
            _outside_transactions(engine, ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"])
        else:
            _write_every_row_in_one_transaction(engine)
            _outside_transactions(engine, [f"CLUSTER {name} USING pk_{name}" for name in SECRET])
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
        log.exception("a sweep did not finish; the next one will do its work")
    finally:
        engine.dispose()


def _write_every_row_in_one_transaction(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for name, column in SECRET.items():
            connection.exec_driver_sql(f"UPDATE {name} SET {column} = {column}")  # noqa: S608  ours


def _outside_transactions(engine: Engine, statements: list[str]) -> None:
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        if engine.dialect.name == "postgresql":
            connection.autocommit = True
        for statement in statements:
            connection.execute(statement)
