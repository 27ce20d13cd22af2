"""The server's garbage never accumulates, because collecting much of it stops everybody."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from polling.cli import garbage_collection
from polling.cli.garbage_collection import MOST_POSTPONED, collect_young


class Node:
    """An object in a cycle with itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def without_automatic_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_new_garbage_is_collected_at_the_next_turn() -> None:
    left = weakref.ref(Node())
    assert left()
    assert collect_young(0) == 0
    assert left() is None


def test_a_burst_is_not_examined_while_its_objects_are_alive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garbage_collection, "MANY_OBJECTS", 1000)
    left = weakref.ref(Node())
    alive: list[list[int]] = [[] for _ in range(2000)]
    assert collect_young(0) == 1
    assert left()
    del alive
    assert collect_young(1) == 0
    assert left() is None


def test_much_garbage_is_collected_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage_collection, "MANY_OBJECTS", 1000)
    left = [weakref.ref(Node()) for _ in range(2000)]
    postponed = 0
    for turn in range(MOST_POSTPONED):
        postponed = collect_young(postponed)
        assert postponed == turn + 1
    assert collect_young(postponed) == 0
    assert not any(one() for one in left)
