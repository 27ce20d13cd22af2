"""What speaks against options, as it comes with ballots that share one transaction."""

from sqlalchemy import Connection, delete, insert, select, tuple_

from polling.contests.models import Concern

Here = tuple[str, str]  # contest, key of the ballot
Concerns = tuple[tuple[int, str], ...]  # option, text


class BatchedConcerns:
    """The concerns of ballots, read where it matters and written together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[Here, Concerns] = {}

    def of(self, here: Here) -> Concerns:
        """What is stored with a ballot, or will be."""
        if here in self._new:
            return self._new[here]
        stored = select(Concern.option, Concern.text).order_by(Concern.option)
        stored = stored.where(Concern.contest_id == here[0], Concern.key == here[1])
        return tuple((option, text) for option, text in self._connection.execute(stored))

    def replace(self, here: Here, concerns: Concerns) -> None:
        """Put these in the place of a ballot's earlier ones."""
        self._new[here] = concerns

    def write(self) -> None:
        """Store what was put there."""
        if not self._new:
            return
        stored = tuple_(Concern.contest_id, Concern.key).in_(list(self._new))
        self._connection.execute(delete(Concern).where(stored))
        rows = [
            {"contest_id": contest_id, "key": key, "option": option, "text": text}
            for (contest_id, key), concerns in self._new.items()
            for option, text in concerns
        ]
        if rows:
            self._connection.execute(insert(Concern), rows)
