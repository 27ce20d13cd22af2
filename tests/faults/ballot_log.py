"""The clients' log of a fault run: each attempt to cast a ballot, and its end."""

import asyncio
import math
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class End(StrEnum):
    """The end of an attempt, as far as its client knows."""

    UNKNOWN = "unknown"
    OK = "ok"
    FAIL = "fail"


@dataclass
class Attempt:
    """One sending of one ballot. Its end is unknown at first, and may remain so."""

    contest: str
    voter: int
    receipt: str
    revision: int
    choices: dict[str, Any]
    digest: str
    end: End = End.UNKNOWN
    code: str = ""  # of the refusal
    stored: int = 0  # the revision that the refusal names
    answered: float = math.inf  # as returned by time.monotonic

    @property
    def payload(self) -> dict[str, Any]:
        """The payload to send."""
        return {
            "contest": self.contest,
            "receipt": self.receipt,
            "revision": self.revision,
            "choices": self.choices,
        }


@dataclass
class Log:
    """All attempts in the order of their invocation, and other errors."""

    attempts: list[Attempt] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    acked: int = 0
    _awaited: list[tuple[int, asyncio.Event]] = field(default_factory=list)

    def invoke(self, attempt: Attempt) -> Attempt:
        """Record an attempt before it is sent."""
        self.attempts.append(attempt)
        return attempt

    def answer(self, attempt: Attempt, answer: dict[str, Any]) -> None:
        """Record the server's answer."""
        attempt.answered = time.monotonic()
        if answer.get("ok"):
            attempt.end = End.OK
            self._count()
            if answer["digest"] != attempt.digest:
                self.wrong.append(f"voter {attempt.voter} was acknowledged another ballot")
            return
        attempt.code = answer["error"]["code"]
        attempt.stored = answer["error"].get("revision", 0)
        # After "internal", the ballot may be on disk or not.
        attempt.end = End.UNKNOWN if attempt.code == "internal" else End.FAIL

    async def reaches(self, acked: int) -> None:
        """Wait until this many attempts have been acknowledged."""
        reached = asyncio.Event()
        self._awaited.append((acked, reached))
        self._tell()
        await reached.wait()

    def until(self, moment: float) -> "Log":
        """Return the log as known at this moment."""
        known = [
            one if one.answered < moment else replace(one, end=End.UNKNOWN) for one in self.attempts
        ]
        return Log(known, acked=sum(one.end is End.OK for one in known))

    def count(self, end: End) -> int:
        """Return the number of attempts with this end."""
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
