"""Requests that arrive together share one commit, and each gets its answer."""

from collections.abc import Sequence

import gevent
import pytest
from gevent.event import Event
from sqlalchemy.exc import OperationalError

from polling.core.errors import Conflict, WorkshopError
from polling.core.group_commit import GroupCommit, Share


class Disk:
    """Records commits; requests below zero fail, and 0 is refused."""

    def __init__(self) -> None:
        self.commits: list[list[int]] = []
        self.full = False

    def commit(self, requests: Sequence[int]) -> list[int | WorkshopError]:
        gevent.sleep(0)  # others arrive
        if self.full:
            raise OperationalError("insert", None, OSError("disk full"))
        if min(requests) < 0:
            raise ValueError(min(requests))
        self.commits.append(list(requests))
        return [10 * one or Conflict("zero") for one in requests]


@pytest.fixture
def disk() -> Disk:
    return Disk()


def outcomes(queue: GroupCommit[int, int], requests: Sequence[int]) -> list[int | type[Exception]]:
    """The answers to requests that are submitted together."""

    def outcome(request: int) -> int | type[Exception]:
        try:
            return queue.submit(request)
        except Exception as error:  # noqa: BLE001
            return type(error)

    sent = [gevent.spawn(outcome, one) for one in requests]
    return [one.get(timeout=30) for one in sent]


def test_what_arrives_together_is_one_commit_and_each_gets_its_own_answer(disk: Disk) -> None:
    queue = GroupCommit(disk.commit, most=100)
    assert outcomes(queue, [1, 2, 3]) == [10, 20, 30]
    assert disk.commits == [[1, 2, 3]]


def test_the_first_request_waits_for_others_while_they_gather(disk: Disk) -> None:
    queue = GroupCommit(disk.commit, most=100, gather_seconds=0.5)
    first = gevent.spawn(queue.submit, 1)
    gevent.sleep(0)  # its greenlet runs, but it has not committed yet
    assert outcomes(queue, [2, 3]) == [20, 30]
    assert first.get(timeout=30) == 10
    assert disk.commits == [[1, 2, 3]]


def test_a_commit_holds_no_more_than_it_may(disk: Disk) -> None:
    queue = GroupCommit(disk.commit, most=2)
    assert outcomes(queue, [1, 2, 3, 4, 5]) == [10, 20, 30, 40, 50]
    assert disk.commits == [[1, 2], [3, 4], [5]]


def test_one_that_fails_does_not_take_the_others_with_it(disk: Disk) -> None:
    queue = GroupCommit(disk.commit, most=100)
    assert outcomes(queue, [1, -2, 3]) == [10, ValueError, 30]
    assert disk.commits == [[1], [3]]


def test_a_refusal_reaches_its_request_and_the_others_share_their_commit(disk: Disk) -> None:
    queue = GroupCommit(disk.commit, most=100)
    assert outcomes(queue, [1, 0, 3]) == [10, Conflict, 30]
    assert len(disk.commits) == 1


def test_a_full_disk_fails_all_of_them_once_and_the_queue_continues(disk: Disk) -> None:
    queue = GroupCommit(disk.commit, most=100)
    disk.full = True
    assert outcomes(queue, [1, 2]) == [OperationalError] * 2
    disk.full = False
    assert outcomes(queue, [1, 2]) == [10, 20]


def test_who_sends_much_keeps_nobody_waiting_and_their_order_stays(disk: Disk) -> None:
    by_tens = Share[int](most=30, sender=lambda one: one // 10, size=lambda one: one % 10 * 10)
    queue = GroupCommit(disk.commit, most=100, share=by_tens)
    outcomes(queue, [11, 12, 13, 11, 21])  # the second one of 30 waits, and so do its successors
    assert disk.commits == [[11, 12, 21], [13], [11]]


def test_lanes_commit_apart_and_do_not_wait_for_each_other() -> None:
    commits: list[list[int]] = []
    odd_one_is_on_disk = Event()

    def commit(requests: Sequence[int]) -> list[int]:
        if requests[0] % 2 == 0:
            odd_one_is_on_disk.wait()
        commits.append(list(requests))
        odd_one_is_on_disk.set()
        return [10 * one for one in requests]

    queue = GroupCommit(commit, most=100, lane=lambda one: one % 2)
    assert outcomes(queue, [2, 1, 4, 3]) == [20, 10, 40, 30]
    assert commits == [[1, 3], [2, 4]]


def test_it_says_how_long_the_oldest_commit_has_been_under_way() -> None:
    now = 100.0
    seen: list[float] = []

    def commit(requests: Sequence[int]) -> Sequence[int]:
        nonlocal now
        now += 7
        seen.append(queue.longest_commit())
        return requests

    queue = GroupCommit(commit, most=100, clock=lambda: now)
    assert outcomes(queue, [1]) == [1]
    assert seen == [7.0]
    assert queue.longest_commit() == 0
