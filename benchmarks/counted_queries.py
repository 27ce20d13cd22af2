"""The SQL statements executed by a block."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event

from polling.core import db

_counts: ContextVar[list[str] | None] = ContextVar("counts", default=None)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect every statement that the block executes, in order, also in threads it waits for.

    Statements of other greenlets, which may run meanwhile, do not count.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if _counts.get() is seen:
            seen.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    before = _counts.set(seen)
    try:
        yield seen
    finally:
        _counts.reset(before)
        event.remove(db.engine(), "before_cursor_execute", note)
