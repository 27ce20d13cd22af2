"""Statements about many rows at once, in the form that each database runs fastest.

PostgreSQL gets each column's values as one array: one short statement that it prepares once, in
place of a thousand parameters that are rendered and planned each time, or of a statement a row.
"""

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
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

Column = InstrumentedAttribute[Any]


def is_any_of(
    connection: Connection, column: Column, values: Collection[Any]
) -> ColumnElement[bool]:
    """Whether a column has one of these values."""
    if connection.dialect.name == "sqlite":
        return column.in_(values)
    return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))


def are_any_of(
    connection: Connection,
    columns: tuple[Column, Column],
    pairs: Collection[tuple[Any, Any]],
) -> ColumnElement[bool]:
    """Whether two columns have one of these pairs, or (PostgreSQL) each a value of any of them."""
    if connection.dialect.name == "sqlite":
        return tuple_(*columns).in_(pairs)
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    first, second = columns
    return is_any_of(connection, first, firsts) & is_any_of(connection, second, seconds)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns, none of them an array."""
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
