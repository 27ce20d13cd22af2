"""Small writes in one workshop that arrive together share one transaction, and so one commit."""

from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import event, inspect, select, tuple_
from sqlalchemy.orm import Session

from polling.core.db import Base, confirm_sender, transaction
from polling.core.errors import WorkshopError
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

    A refusal before `work` has written anything does not disturb the others. If any work in the
    transaction raises another exception, all of it is rolled back, and each runs again in its own
    transaction.

    Args:
        reads: rows that `work` gets by their primary keys, loaded for all in one query per model.
    """
    return cast("Result", _queue.submit(_Write(workshop_id, work, reads, copy_context())))


def _commit(writes: Sequence[_Write]) -> list[Any]:
    with transaction(writes[0].workshop_id) as session:
        session.info["loaded"] = _load(session, writes)  # kept, so that the session finds them
        effects = _Effects(session)
        return [one.context.run(_answer, one.work, session, effects) for one in writes]


def _load(session: Session, writes: Sequence[_Write]) -> list[Base]:
    keys: dict[type[Base], set[tuple[Any, ...]]] = {}
    for model, key in (row for one in writes for row in one.reads):
        keys.setdefault(model, set()).add(key)
    return [
        row
        for model, wanted in keys.items()
        for row in session.scalars(
            select(model).where(tuple_(*inspect(model).primary_key).in_(wanted))
        )
    ]


def _answer(work: Callable[[Session], Any], session: Session, effects: "_Effects") -> Any:
    """Return the result of the work, or its refusal if it had no effect."""
    before = effects.count()
    try:
        confirm_sender(session)
        return work(session)
    except WorkshopError as refusal:
        if effects.count() > before:
            raise
        return refusal


class _Effects:
    """Counts what a transaction has written, and what it will do after the commit."""

    def __init__(self, session: Session) -> None:
        self._session, self._statements = session, 0
        event.listen(session.connection(), "after_cursor_execute", self._note)

    def count(self) -> int:
        """Return how many there are, after writing what is pending."""
        self._session.flush()
        return self._statements + len(self._session.info.get("on_commit", ()))

    def _note(self, *executed: Any) -> None:
        context = executed[4]
        self._statements += context.isinsert or context.isupdate or context.isdelete


_queue: GroupCommit[_Write, Any] = GroupCommit(
    _commit,
    most=MOST_IN_ONE_COMMIT,
    lane=lambda write: write.workshop_id,
    gather_seconds=GATHER_SECONDS,
)
QUEUE_LENGTH.labels("answers").set_function(_queue.waiting)
