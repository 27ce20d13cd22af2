"""Small writes in one workshop that arrive together share one transaction, and so one commit."""

from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import inspect, select, tuple_
from sqlalchemy.orm import Session

from polling.core.db import Base, confirm_sender, transaction
from polling.core.group_commit import GroupCommit
from polling.core.metrics import QUEUE_LENGTH

MOST_IN_ONE_COMMIT = 100
GATHER_SECONDS = 0.02  # nobody notices so short a wait
Result = TypeVar("Result")
Rows = Sequence[tuple[type[Base], tuple[Any, ...]]]  # models and primary keys


class _Write(NamedTuple):
    workshop_id: int
    work: Callable[[Session], Any]
    reads: Rows
    context: Context  # of the request: its sender and language


def write_together(workshop_id: int, work: Callable[[Session], Result], reads: Rows = ()) -> Result:
    """Run `work` in a write transaction of this workshop; return its result after the commit.

    If any work in the transaction raises an exception, all of it is rolled back, and each runs
    again in its own transaction.

    Args:
        reads: rows that `work` gets by their primary keys, loaded for all in one query per model.
    """
    return cast("Result", _queue.submit(_Write(workshop_id, work, reads, copy_context())))


def _commit(writes: Sequence[_Write]) -> list[Any]:
    with transaction(writes[0].workshop_id) as session:
        session.info["loaded"] = _load(session, writes)  # kept, so that the session finds them
        return [one.context.run(_run, one.work, session) for one in writes]


def _load(session: Session, writes: Sequence[_Write]) -> list[Base]:
    keys: dict[type[Base], list[tuple[Any, ...]]] = {}
    for model, key in (row for one in writes for row in one.reads):
        keys.setdefault(model, []).append(key)
    return [
        row
        for model, wanted in keys.items()
        for row in session.scalars(
            select(model).where(tuple_(*inspect(model).primary_key).in_(wanted))
        )
    ]


def _run(work: Callable[[Session], Any], session: Session) -> Any:
    confirm_sender(session)
    return work(session)


_queue: GroupCommit[_Write, Any] = GroupCommit(
    _commit,
    most=MOST_IN_ONE_COMMIT,
    lane=lambda write: write.workshop_id,
    gather_seconds=GATHER_SECONDS,
)
QUEUE_LENGTH.labels("answers").set_function(_queue.waiting)
