"""Group commit: changes to a workshop's documents that arrive together share one commit.

Each change is acknowledged, and sent to the other editors, after its commit. A refusal only affects
its own change.
"""

from collections.abc import Sequence

from polling.core.db import lane
from polling.core.errors import WorkshopError
from polling.core.group_commit import GroupCommit, Share
from polling.core.metrics import QUEUE_LENGTH
from polling.documents.binding import key_of
from polling.documents.store import editing
from polling.documents.update_batch import Change
from polling.documents.writing import write

MOST_IN_ONE_COMMIT = 200
MOST_BYTES_OF_ONE = 16_000  # of one person in one commit


def take(change: Change) -> None:
    """Wait until the change is on disk. Raises the refusal if it is refused."""
    _queue.submit(change)


def _lane(change: Change) -> int | None:
    return lane(change.actor.workshop_id)


def _commit(changes: Sequence[Change]) -> list[WorkshopError | None]:
    refusals = [change.read() for change in changes]  # before anybody waits for the transaction
    readable = [one for one, refusal in zip(changes, refusals, strict=True) if refusal is None]
    if readable:
        keys = [key_of(change.actor) for change in readable]
        with editing(keys, _lane(readable[0])) as session:
            written = iter(write(session, readable))
        refusals = [refusal or next(written) for refusal in refusals]
    return refusals


_queue: GroupCommit[Change, None] = GroupCommit(
    _commit,
    most=MOST_IN_ONE_COMMIT,
    lane=_lane,
    share=Share(
        most=MOST_BYTES_OF_ONE,
        sender=lambda change: change.actor,
        size=lambda change: len(change.update),
    ),
)
QUEUE_LENGTH.labels("drafts").set_function(_queue.waiting)
