"""The timer watch survives failures, without filling the log."""

from collections.abc import Iterator

import pytest

from polling.facilitation import expired_timers


class Enough(BaseException):
    """Stops the watch, which would run forever."""


def test_a_failure_that_lasts_is_logged_once_and_the_next_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fails: Iterator[bool] = iter([True, True, False, True, True])

    def close_due() -> int:
        try:
            if next(fails):
                raise OSError("the database cannot be read")
        except StopIteration:
            raise Enough from None
        return 0

    monkeypatch.setattr(expired_timers, "close_due", close_due)
    monkeypatch.setattr(expired_timers, "TICK_SECONDS", 0)
    with pytest.raises(Enough):
        expired_timers.watch_clocks()
    assert len(caplog.records) == 2
