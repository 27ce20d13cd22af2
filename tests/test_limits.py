"""Budgets: what is taken, what is left, and that several servers share them."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest

from polling import limits
from polling.errors import TooMany
from tests.databases import REDIS, require_redis


@pytest.fixture(params=["alone", "in Redis"])
def minute(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One minute that does not end meanwhile, counted here or in Redis."""
    still = SimpleNamespace(time=lambda: 60.0, monotonic=lambda: 60.0)
    monkeypatch.setattr(limits, "time", still)
    monkeypatch.setitem(limits.BUDGETS, "write", 2)
    limits.reset()
    if request.param == "in Redis":
        require_redis()
        limits.share(REDIS, uuid4().hex)
    yield
    limits.share("", "")
    limits.reset()


@pytest.mark.usefixtures("minute")
def test_a_budget_is_taken_until_it_is_empty() -> None:
    limits.spend("write", "one")
    limits.spend("write", "one")
    with pytest.raises(TooMany):
        limits.spend("write", "one")
    limits.spend("write", "another")


@pytest.mark.usefixtures("minute")
def test_asking_whether_some_is_left_takes_nothing() -> None:
    for _ in range(3):
        limits.require_some_left("write", "one")
    limits.spend("write", "one")
    limits.require_some_left("write", "one")
    limits.spend("write", "one")
    with pytest.raises(TooMany):
        limits.require_some_left("write", "one")
