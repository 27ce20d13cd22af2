"""When a change continues a version, and when it starts a new one."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from polling.breakouts.drafting.version_bursts import (
    FEW,
    LONGEST,
    PAUSE,
    TOGETHER,
    Write,
    goes_on,
    grown,
)

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
TEXT = "open a public registry of owners"
MOMENT = timedelta(seconds=1)


@dataclass
class Burst:
    authors: list[str] = field(default_factory=lambda: ["#1"])
    began_at: datetime = NOW
    at: datetime = NOW
    restored_from: datetime | None = None
    min_length: int = 0
    max_length: int = len(TEXT)


def write(after: str, *authors: str, later: timedelta = MOMENT, before: str = TEXT) -> Write:
    return Write(frozenset(authors or ("#1",)), NOW + later, (before,), (after,))


@pytest.mark.parametrize(
    "burst, change, same",
    [
        pytest.param(Burst(), write(TEXT + "s"), True, id="one goes on"),
        pytest.param(Burst(), write(TEXT + "s", later=PAUSE), True, id="after a short pause"),
        pytest.param(Burst(), write(TEXT, later=PAUSE + MOMENT), False, id="after a long pause"),
        pytest.param(Burst(), write(TEXT + "s", "#2"), True, id="another joins in at once"),
        pytest.param(
            Burst(), write(TEXT, "#2", later=TOGETHER + MOMENT), False, id="another, afterwards"
        ),
        pytest.param(
            Burst(began_at=NOW - LONGEST), write(TEXT + "s"), False, id="for a very long time"
        ),
        pytest.param(Burst(), write("", "#2"), False, id="another wipes it out"),
        pytest.param(Burst(), write(TEXT[:-1], "#2"), False, id="another deletes a little"),
        pytest.param(
            Burst(authors=["#1", "#2"], min_length=len(TEXT)),
            write(TEXT[:-FEW], "#2"),
            True,
            id="one of two corrects a few words",
        ),
        pytest.param(Burst(), write(""), False, id="one wipes out one's own"),
        pytest.param(Burst(), write("x" * len(TEXT)), False, id="all is replaced by as much"),
        pytest.param(Burst(), write(TEXT[:-FEW]), True, id="a few words are corrected"),
        pytest.param(Burst(restored_from=NOW), write(TEXT + "s"), False, id="after a restoration"),
        pytest.param(Burst(authors=[]), write(TEXT + "s"), False, id="after an import"),
    ],
)
def test_a_change_continues_the_burst_or_starts_another(
    burst: Burst, change: Write, same: bool
) -> None:
    assert goes_on(burst, change) is same


def test_letters_taken_out_one_by_one_begin_one_version_and_no_more() -> None:
    bursts = [Burst()]
    for length in range(len(TEXT) - 1, -1, -1):
        change = write(TEXT[:length], before=TEXT[: length + 1])
        if not goes_on(bursts[-1], change):
            bursts.append(Burst(min_length=length, max_length=length))
        bursts[-1].min_length, bursts[-1].max_length = grown(bursts[-1], change)
    assert len(bursts) == 2
    assert bursts[0].min_length == 0  # the text started empty


def test_several_people_together_delete_few_letters_in_one_version() -> None:
    burst, kept = Burst(authors=["#1", "#2"], min_length=len(TEXT)), 0
    for n in range(len(TEXT)):
        change = write("x" * (n + 1) + TEXT[n + 1 :], "#2", before="x" * n + TEXT[n:])
        if not goes_on(burst, change):
            break
        burst.min_length, burst.max_length = grown(burst, change)
        kept += 1
    assert kept == FEW
