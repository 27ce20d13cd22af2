"""Debounced work is repeated while the database cannot be written."""

import pytest
from sqlalchemy.exc import OperationalError

from polling.live import debounce

ABOUT = 7


@pytest.mark.usefixtures("app")
def test_work_that_could_not_be_stored_is_repeated(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(debounce, "PAUSE_SECONDS", 0)
    away = [OperationalError("", {}, OSError("database is locked"))] * 2
    done: list[int] = []

    def work(about: int) -> None:
        if away:
            raise away.pop()
        done.append(about)

    debounce._schedule(work, ABOUT)
    while debounce._all:
        debounce._all.join()
    assert done == [ABOUT]
    assert caplog.text.count("database is locked") == 2
    assert not debounce._waiting
