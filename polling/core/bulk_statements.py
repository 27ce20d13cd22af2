"""Statements for many rows, in the fastest form for each database.

The values of a column are one parameter: an array for PostgreSQL, a JSON text for SQLite. This is
one short statement that is prepared once, instead of a thousand parameters that are rendered and
planned each time, or (on PostgreSQL) one statement per row.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Table,
    any_,
    bindparam,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from polling.core.db import Base

Column = InstrumentedAttribute[Any]


def is_any_of(
    connection: Connection, column: Column, values: Collection[Any]
) -> ColumnElement[bool]:
    """Match a column with any of these texts or numbers."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))


def are_any_of(
    connection: Connection,
    columns: tuple[Column, Column],
    pairs: Collection[tuple[Any, Any]],
) -> ColumnElement[bool]:
    """Match each of two columns with any of its values in these pairs: also mixed pairs."""
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    first, second = columns
    return is_any_of(connection, first, firsts) & is_any_of(connection, second, seconds)


def insert_all(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> Sequence[int]:
    """Insert rows of a model, given by its attributes; return their ids in the same order.

    It takes a tenth of the time of adding objects to the session, which would check that each row
    belongs to the workshop being changed. Here the caller does.
    """
    if not rows:
        return []
    key = inspect(model).mapper.primary_key[0]
    return session.scalars(insert(model).returning(key, sort_by_parameter_order=True), rows).all()


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns, none of them an array."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    columns = [table.c[name] for name in rows[0]]
    values = {column.name: [row[column.name] for row in rows] for column in columns}
    arrays = [bindparam(column.name, type_=ARRAY(column.type)) for column in columns]
    source = select(*(func.unnest(array) for array in arrays))
    connection.execute(insert(table).from_select(columns, source), values)
