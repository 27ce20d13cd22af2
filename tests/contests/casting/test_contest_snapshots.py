"""Snapshots of contests, read while the cache is cleared."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from polling.contests.casting import contest_snapshots
from polling.contests.models import Contest
from polling.core.db import reading
from tests.room import Room


@pytest.fixture
def contest(room: Room) -> Contest:
    room.go("lobby")
    room.join(2)
    room.go("ranking")
    return room.open_ranking()[0]


def test_a_ballot_is_cast_although_another_workshop_clears_the_cache_meanwhile(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def slow() -> Iterator[Session]:
        with reading() as session:
            yield session
        contest_snapshots.forget_snapshots()

    monkeypatch.setattr(contest_snapshots, "reading", slow)
    assert contest_snapshots.snapshot(contest.id).workshop_id == contest.workshop_id


def test_what_was_read_before_the_cache_was_cleared_is_not_kept(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = contest_snapshots.snapshot_of

    def read_and_clear(found: Contest) -> contest_snapshots.ContestSnapshot:
        contest_snapshots.forget_snapshots()
        return old(found)

    monkeypatch.setattr(contest_snapshots, "snapshot_of", read_and_clear)
    first = contest_snapshots.snapshot(contest.id)
    monkeypatch.undo()
    assert contest_snapshots.snapshot(contest.id) is not first
