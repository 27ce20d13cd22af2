"""A simulated organizer who moves a practice run to a later stage."""

from typing import Any

from polling.rehearsal.acts.organizing import Organizer
from polling.rehearsal.browser import Browser
from polling.rehearsal.crowd import Crowd
from polling.rehearsal.finished_people import Signals
from polling.stages import next_stage, position


class Host(Organizer):
    """At each stage, does what an organizer does once the simulated people have finished."""

    def __init__(self, crowd: Crowd) -> None:
        plan = crowd.plan
        browser = Browser(plan.base, "organizer", crowd.record, f"{plan.seed}:organizer")
        super().__init__(browser, plan.code, Signals(), tell=lambda _words: None)
        self._crowd = crowd

    async def play(self, to: str) -> None:
        """Move from the current stage to the stage `to`.

        Raises:
            Refused: something must be settled first.
        """
        here = await self._stage()
        while position(here) < position(to):
            await self._crowd.settle()
            await self._finish(here)
            after = next_stage(here)
            assert after is not None  # noqa: S101  `to` comes later
            await self.go(here, after.key)
            here = await self._stage()
            if here == "breakouts":
                await self._form_groups()
        await self._crowd.settle()

    async def go(self, seen: str, to: str) -> None:
        """Move everybody on. Raises Refused with the reason."""
        await self.browser.submit(f"/console/{self.code}/stage", {"seen": seen, "to": to})

    async def wait(self, done: Any, expected: set[int], what: str) -> None:
        """Wait until nobody is busy."""
        await self._crowd.settle()

    async def _stage(self) -> str:
        """Return the current stage."""
        page = await self.browser.open(f"/console/{self.code}")
        moves = [form for form in page.all("form") if form.get("action").endswith("/stage")]
        return moves[0].all("input", name="seen")[0].get("value")

    async def _finish(self, stage: str) -> None:
        """Do what a stage needs before the next one; repeated steps are refused without harm."""
        if stage == "ranking":
            await self.hold_the_ranking(set())
        elif stage == "breakouts":
            await self._form_groups()
        elif stage == "presentations":
            await self.present_groups()
        elif stage == "final_vote":
            await self.hold_the_final_vote(set())

    async def _form_groups(self) -> None:
        """Form groups, unless an organizer has, and let them draft."""
        page = await self.look("breakouts")
        if page.all("input", name="themes[]"):
            await self.form_groups()
            await self._crowd.settle()
