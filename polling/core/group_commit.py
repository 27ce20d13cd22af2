"""Group commit: requests that arrive together share one commit, separately for each lane.

Requests that arrive during a commit wait for the next one. Each request is answered after its
commit. A refusal is the answer to its own request and does not disturb the others. If a commit
fails, it is rolled back and its requests are retried one by one, so that only the faulty request
fails.
"""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import gevent
from gevent.event import AsyncResult
from sqlalchemy.exc import OperationalError

from polling.core.errors import WorkshopError

Request = TypeVar("Request")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Share(Generic[Request]):
    """The share of a commit that one sender may fill, so that others need not wait for all of it.

    A sender's requests stay in order: those beyond `most` wait for the next commit.
    """

    most: int
    sender: Callable[[Request], Hashable]
    size: Callable[[Request], int]


@dataclass(frozen=True, eq=False)
class _Waiting(Generic[Request, Answer]):
    request: Request
    answer: "AsyncResult[Answer]"


class GroupCommit(Generic[Request, Answer]):
    """One queue per lane. Any greenlet can submit; one greenlet per lane commits.

    Args:
        commit: writes the given requests of one lane in one transaction, and returns their answers
            in order. The answer to a refused request, of which nothing was written, is the refusal.
        most: the largest number of requests in a commit.
        lane: returns the lane of a request, such as its workshop; lanes do not wait for each other.
        share: the share of a commit that one sender may fill.
        gather_seconds: how long the first request waits for others.
        clock: returns seconds, for `longest_commit`.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Request]], Sequence[Answer | WorkshopError]],
        *,
        most: int,
        lane: Callable[[Request], Hashable] = lambda _request: None,
        share: Share[Request] | None = None,
        gather_seconds: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._commit, self._most, self._lane, self._share = commit, most, lane, share
        self._gather_seconds = gather_seconds
        self._clock = clock
        # Keyed by lane, while its greenlet commits.
        self._waiting: dict[Hashable, list[_Waiting[Request, Answer]]] = {}
        self._began: dict[Hashable, float] = {}  # when the running commits started

    def submit(self, request: Request) -> Answer:
        """Submit a request, wait for its commit, and return its answer.

        Raises:
            WorkshopError: the request was refused.
            Exception: whatever `commit` raised for this request, which has been rolled back.
        """
        answer: AsyncResult[Answer] = AsyncResult()
        lane = self._lane(request)
        if lane in self._waiting:
            self._waiting[lane].append(_Waiting(request, answer))
        else:
            self._waiting[lane] = [_Waiting(request, answer)]
            gevent.spawn(self._commit_all, lane)
        return cast("Answer", answer.get())

    def waiting(self) -> int:
        """Return how many requests wait for the next commit."""
        return sum(map(len, self._waiting.values()))

    def longest_commit(self) -> float:
        """Return for how many seconds the oldest commit has been running; 0 if there is none."""
        return max((self._clock() - began for began in self._began.values()), default=0.0)

    def _commit_all(self, lane: Hashable) -> None:
        try:
            while self._waiting[lane]:
                if self._gather_seconds:
                    gevent.sleep(self._gather_seconds)
                self._began[lane] = self._clock()
                self._answer(self._next_batch(self._waiting[lane]))
        finally:
            del self._waiting[lane]
            self._began.pop(lane, None)

    def _next_batch(
        self, waiting: list[_Waiting[Request, Answer]]
    ) -> list[_Waiting[Request, Answer]]:
        """Remove the next batch from the queue and return it."""
        batch: list[_Waiting[Request, Answer]] = []
        left: list[_Waiting[Request, Answer]] = []
        if self._share is None:
            batch = waiting[: self._most]
            del waiting[: self._most]
            return batch
        sent: Counter[Hashable] = Counter()
        later: set[Hashable] = set()  # their later requests depend on one that has to wait
        for one in waiting:
            sender, size = self._share.sender(one.request), self._share.size(one.request)
            too_much = sent[sender] and sent[sender] + size > self._share.most
            if too_much or len(batch) == self._most:
                later.add(sender)
            (left if sender in later else batch).append(one)
            sent[sender] += size
        waiting[:] = left
        return batch

    def _answer(self, batch: list[_Waiting[Request, Answer]]) -> None:
        try:
            answers = self._commit([one.request for one in batch])
        except Exception as error:  # noqa: BLE001  every waiting request must hear of it
            # If the database is unusable, every retry fails.
            if len(batch) > 1 and not isinstance(error, OperationalError):
                for one in batch:
                    self._answer([one])
                return
            for one in batch:
                one.answer.set_exception(error)
            return
        for one, answer in zip(batch, answers, strict=True):
            if isinstance(answer, WorkshopError):
                one.answer.set_exception(answer)
            else:
                one.answer.set(answer)
