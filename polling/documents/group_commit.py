"""Changes that arrive together, of all documents, share one commit.

While one commit is on its way to the disk, those that arrive wait for the next. Each is
acknowledged, and passed on to whoever writes there, after the commit that it is in. A refusal
concerns its own change alone; if anything else fails, each change is tried once more by itself.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack

import gevent
from gevent.event import AsyncResult
from sqlalchemy.exc import OperationalError

from polling.core.access import Actor
from polling.core.db import transaction
from polling.core.errors import WorkshopError
from polling.documents.binding import key_of
from polling.documents.store import held
from polling.documents.update_batch import Change
from polling.documents.writing import write

MOST_IN_ONE_COMMIT = 200
MOST_BYTES_OF_ONE = 16_000  # in one commit, so that nobody waits for all that one person sends

Refusal = WorkshopError | None
Waiting = tuple[Change, "AsyncResult[Refusal]"]
_waiting: list[Waiting] = []
_writing = False


def take(change: Change) -> None:
    """Wait until the change is on disk; raises why it is not."""
    global _writing  # noqa: PLW0603  one process, one queue
    answer: AsyncResult[Refusal] = AsyncResult()
    _waiting.append((change, answer))
    if not _writing:
        _writing = True
        gevent.spawn(_write_all)
    refusal = answer.get()
    if refusal is not None:
        raise refusal


def _write_all() -> None:
    global _writing  # noqa: PLW0603  see above
    try:
        while _waiting:
            _answer(_next_batch())
    finally:
        _writing = False


def _next_batch() -> list[Waiting]:
    """Take what comes first off the queue; of one who sends much, one change or a few."""
    batch: list[Waiting] = []
    left: list[Waiting] = []
    sent: Counter[Actor] = Counter()
    later: set[Actor] = set()  # what they send next builds on what they have sent before
    for one in _waiting:
        actor, size = one[0].actor, len(one[0].update)
        much = sent[actor] and sent[actor] + size > MOST_BYTES_OF_ONE
        if much or len(batch) == MOST_IN_ONE_COMMIT:
            later.add(actor)
        (left if actor in later else batch).append(one)
        sent[actor] += size
    _waiting[:] = left
    return batch


def _answer(batch: Sequence[Waiting]) -> None:
    try:
        refusals = _commit([change for change, _ in batch])
    except Exception as error:  # noqa: BLE001  whoever waits must hear of it
        if len(batch) > 1 and not isinstance(error, OperationalError):
            for one in batch:
                _answer([one])
            return
        for _, answer in batch:
            answer.set_exception(error)
        return
    for (_, answer), refusal in zip(batch, refusals, strict=True):
        answer.set(refusal)


def _commit(changes: Sequence[Change]) -> list[Refusal]:
    keys = {key_of(change.actor) for change in changes}
    with ExitStack() as all_held:
        slots = {key: all_held.enter_context(held(key)) for key in keys}
        with transaction() as session:
            return write(session, slots, changes)
