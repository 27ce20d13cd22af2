"""What the clients of a fault run noted: each attempt to cast a ballot, and how it ended."""

import asyncio
import math
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class End(StrEnum):
    """How an attempt ended, as far as its client knows."""

    UNKNOWN = "unknown"
    OK = "ok"
    FAIL = "fail"


@dataclass
class Attempt:
    """One sending of one ballot. It is invoked with its end unknown, and may stay so."""

    contest: str
    voter: int
    receipt: str
    revision: int
    choices: dict[str, Any]
    digest: str
    end: End = End.UNKNOWN
    code: str = ""  # of the refusal
    answered: float = math.inf  # as time.monotonic tells it

    @property
    def payload(self) -> dict[str, Any]:
        """What is sent."""
        return {
            "contest": self.contest,
            "receipt": self.receipt,
            "revision": self.revision,
            "choices": self.choices,
        }


@dataclass
class Log:
    """Every attempt, in the order of their invocation, and what else went wrong."""

    attempts: list[Attempt] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    acked: int = 0
    _awaited: list[tuple[int, asyncio.Event]] = field(default_factory=list)

    def invoke(self, attempt: Attempt) -> Attempt:
        """Note it before it is sent."""
        self.attempts.append(attempt)
        return attempt

    def answer(self, attempt: Attempt, answer: dict[str, Any]) -> None:
        """Note what the server said to it."""
        attempt.answered = time.monotonic()
        if answer.get("ok"):
            attempt.end = End.OK
            self._count()
            if answer["digest"] != attempt.digest:
                self.wrong.append(f"voter {attempt.voter} was acknowledged another ballot")
            return
        attempt.code = answer["error"]["code"]
        # "internal" says nothing about what is on disk.
        attempt.end = End.UNKNOWN if attempt.code == "internal" else End.FAIL

    async def reaches(self, acked: int) -> None:
        """Wait until so many attempts have been acknowledged."""
        reached = asyncio.Event()
        self._awaited.append((acked, reached))
        self._tell()
        await reached.wait()

    def until(self, moment: float) -> "Log":
        """The same, as far as anybody knew at this moment."""
        known = [
            one if one.answered < moment else replace(one, end=End.UNKNOWN) for one in self.attempts
        ]
        return Log(known, acked=sum(one.end is End.OK for one in known))

    def count(self, end: End) -> int:
        """How many attempts ended so."""
        return sum(attempt.end is end for attempt in self.attempts)

    def _count(self) -> None:
        self.acked += 1
        self._tell()

    def _tell(self) -> None:
        for acked, reached in self._awaited:
            if self.acked >= acked:
                reached.set()
        self._awaited = [
            (acked, reached) for acked, reached in self._awaited if not reached.is_set()
        ]
