"""One ballot from each phone, spread over half a minute, with a screen and a console connected."""

import asyncio
import json
import time

from benchmarks.environment import Engine, Stand, stand
from benchmarks.figures import Figures, Scenario, acks, percentile
from benchmarks.phones import PATIENCE_SECONDS, Phone, client, connect, leave
from polling.core.access import Role

SECONDS = 30.0
TAIL_SECONDS = 2.0


class Screen:
    """Records when it got each turnout."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, int]] = []

    def hear(self, text: str) -> None:
        """Handle a message from the server."""
        name, data = json.loads(text[2:])
        if name == "counted":
            self.heard.append((time.perf_counter(), sum(data["voted"].values())))

    def lags(self, counted_at: list[float]) -> list[float]:
        """Return, for each counted ballot, the seconds until the screen showed it."""
        shown = iter(self.heard)
        at, votes = next(shown, (float("inf"), 0))
        found = []
        for number, moment in enumerate(sorted(counted_at), start=1):
            while votes < number and at != float("inf"):
                at, votes = next(shown, (float("inf"), 0))
            found.append(max(0.0, at - moment))
        return found


async def paced(phones: int) -> Scenario:
    """Run our server first, then the bare engine, which has no screen."""
    with stand(phones) as stood:
        ours, lag = await _ours(stood)
        bare, _ = await _vote(stood.bare)
    return Scenario("paced", phones, ours | lag, bare)


async def _ours(stood: Stand) -> tuple[Figures, Figures]:
    screen = Screen()
    async with client() as session:
        watchers = [
            await Phone.open(
                session, stood.ours.process.address, auth=auth, cookie=cookie, listener=screen.hear
            )
            for auth, cookie in (
                stood.entry(Role.SCREEN, stood.room.workshop_id),
                stood.entry(Role.ORGANIZER, stood.room.organizer_id),
            )
        ]
        figures, counted_at = await _vote(stood.ours)
        await asyncio.sleep(TAIL_SECONDS)
        await leave(watchers)
    lags = screen.lags(counted_at)
    return figures, {
        "screen_behind_p95": round(percentile(lags, 0.95) * 1000),
        "screen_behind_most": round(max(lags) * 1000),
    }


async def _vote(engine: Engine) -> tuple[Figures, list[float]]:
    """Return the acks' figures, and when each ballot was acknowledged."""
    async with client() as session:
        room = await connect(session, engine.process.address, engine.entries)
        counted_at: list[float] = []
        pause = SECONDS / len(room)

        async def cast(number: int, phone: Phone) -> float:
            await asyncio.sleep(number * pause)
            seconds = await phone.emit(engine.ballots[number][0])
            counted_at.append(time.perf_counter())
            return seconds

        votes = [cast(number, phone) for number, phone in enumerate(room)]
        seconds = await asyncio.wait_for(asyncio.gather(*votes), SECONDS + PATIENCE_SECONDS)
        await leave(room)
    return acks(seconds), counted_at
