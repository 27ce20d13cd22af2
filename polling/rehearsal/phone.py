"""A simulated participant, from the QR code to the survey."""

import asyncio
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from polling.core.errors import NotSaved
from polling.rehearsal.browser import RETRIES, RETRY_SECONDS, Browser
from polling.rehearsal.socketio_client import NoAck

CLOSED = {"contest-closed", "not-found"}  # the practice vote has been deleted


@dataclass(frozen=True)
class Habits:
    """The habits of the person with the phone."""

    number: int
    attributes: dict[str, str] = field(default_factory=dict)
    late: bool = False  # arrives during the ranking
    leaves_early: bool = False  # goes home after the presentations
    unsteady: bool = False  # loses the Wi-Fi now and then


class Phone:
    """A participant's browser and its use; `concerns` are texts they may write, by issue."""

    def __init__(
        self,
        browser: Browser,
        code: str,
        habits: Habits,
        concerns: Mapping[int, Sequence[str]],
    ) -> None:
        self.browser = browser
        self.code = code
        self.habits = habits
        self.concerns = concerns
        self.receipts: dict[str, str] = {}
        self.revisions: dict[str, int] = {}
        self.counted: set[str] = set()

    async def arrive(self) -> None:
        """Scan the QR code, answer the questions, and keep the page open. Raises Refused."""
        await self.browser.open(f"/j/{self.code}")
        answers = {f"attributes.{key}": value for key, value in self.habits.attributes.items()}
        answer = await self.browser.submit(f"/j/{self.code}", answers)
        await self.browser.open(answer["to"])
        await self.browser.follow(self.code, "participant")

    async def cast(
        self, contest: str, choices: dict[str, Any], concerns: dict[int, str] | None = None
    ) -> str:
        """Send a ballot until the server answers; return its published line, "" if closed.

        `concerns` are objections to options, sent with a rating.
        """
        receipt = self.receipts.setdefault(contest, secrets.token_hex(16))
        revision = self.revisions[contest] = self.revisions.get(contest, 0) + 1
        payload: dict[str, Any] = {
            "contest": contest,
            "receipt": receipt,
            "revision": revision,
            "choices": choices,
        }
        if concerns:
            payload["concerns"] = {str(option): text for option, text in concerns.items()}
        answer = await self._deliver(payload)
        if answer.get("ok"):
            line = str(answer["digest"])
            self.counted.add(contest)
            self.browser.record.ballots[contest, self.habits.number] = line
            self.browser.record.concerns[contest, self.habits.number] = list(
                (concerns or {}).values()
            )
            return line
        if answer["error"]["code"] not in CLOSED:
            self.browser.record.error(self.browser.who, f"ballot: {answer['error']['message']}")
        return ""

    async def _deliver(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Send by socket, or else by HTTP, as the page's outbox does."""
        started = time.perf_counter()
        answer = {"error": {"code": "undelivered", "message": "no answer after many tries"}}
        for _ in range(RETRIES):
            with suppress(NoAck, OSError):
                answer = await self._send(payload, started)
                if answer.get("ok") or answer["error"]["code"] != NotSaved.code:
                    break
            self.browser.record.counts["retries"] += 1
            await asyncio.sleep(RETRY_SECONDS)
        return answer

    async def _send(self, payload: dict[str, Any], started: float) -> dict[str, Any]:
        if self.browser.connected:
            try:
                answer: dict[str, Any] = await self.browser.emit("ballot", payload)
            except NoAck:
                answer = await self.browser.post_json(f"/w/{self.code}/ballots", payload)
        else:
            answer = await self.browser.post_json(f"/w/{self.code}/ballots", payload)
        if answer.get("ok"):
            self.browser.record.acknowledged("ballots", time.perf_counter() - started)
        return answer
