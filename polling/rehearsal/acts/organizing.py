"""The organizer's afternoon: every button, in order, while watching the room."""

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from polling.rehearsal.acts.drafting import shown_document, type_text
from polling.rehearsal.browser import Browser
from polling.rehearsal.finished_people import Signals
from polling.rehearsal.html_tree import Element
from polling.rehearsal.progress_bar import bar
from polling.stages import KEYS, position

Tell = Callable[[str], None]

THANKS = (
    "\n\nWe thank the {{ participants }} participants, and the facilitators of the "
    "{{ groups }} groups."
)


class Organizer:
    """An organizer at the console of one workshop."""

    def __init__(self, browser: Browser, code: str, signals: Signals, tell: Tell) -> None:
        self.browser = browser
        self.code = code
        self.signals = signals
        self.tell = tell

    async def log_in(self, link: str, password: str) -> None:
        """Use the one-time link and open the console. Raises Refused."""
        await self.browser.open(link)
        await self.browser.submit(link, {"password": password})
        await self.look("lobby")
        await self.browser.follow(self.code, "organizer")

    async def look(self, stage: str, view: str = "") -> Element:
        """Open a tab of the console."""
        more = f"?view={view}" if view else ""
        return await self.browser.open(f"/console/{self.code}/{stage}{more}")

    async def press(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Press a button of the console."""
        return await self.browser.post(f"/console/{self.code}/{path}", data)

    async def go(self, seen: str, to: str) -> None:
        """Move everybody from the stage `seen`, stage by stage, to the stage `to`."""
        for here, after in pairwise(KEYS[position(seen) : position(to) + 1]):
            self.tell(f"stage: {after}")
            await self.press("stage", {"seen": here, "to": after})

    async def hold_the_ranking(self, expected: set[int]) -> None:
        """Open every theme, wait for the room, close, and reveal one theme after another."""
        await self.press("ranking/open", {"minutes": 0})
        self.signals.ranking_open.set()
        await self.wait(self.signals.ranked, expected, "rank")
        await self.press("ranking/close")
        for contest in await self._contests("ranking"):
            await self.press(f"ranking/{contest}/reveal")
            await self.press("screen/turn", {"go": "end"})

    async def form_groups(self) -> list[str]:
        """Form groups as proposed by the console; return the facilitators' links."""
        page = await self.look("breakouts")
        await self._submit(page.all("form", id="form-groups")[0])
        links = await self.look("breakouts", "links")
        return [
            anchor.get("href") for anchor in links.all("a", href="") if "/f/" in anchor.get("href")
        ]

    async def present_groups(self) -> None:
        """Let each group present, one recommendation after another."""
        page = await self.look("presentations")
        groups = [element.get("value") for element in page.all("input", name="group")]
        for group in dict.fromkeys(groups):
            await self.press("presentations/present", {"group": group})
            await self.press("presentations/turn", {"step": 1})
        await self.press("presentations/clear")

    async def hold_the_final_vote(self, expected: set[int]) -> None:
        """Hold the final vote, in one stage or two: open, wait for the room, close and reveal."""
        await self.press("final-vote/open", {"minutes": 0})
        page = await self.look("final_vote")
        if any(table.get("class") == "coverage" for table in page.all("table")):
            await self._hold_the_first_stage(expected)
        await self.wait(self.signals.voted, expected, "vote")
        await self.press("final-vote/close")
        await self.press("final-vote/reveal")
        await self.press("screen/turn", {"go": "end"})

    async def _hold_the_first_stage(self, expected: set[int]) -> None:
        """Wait until all have rated, approve all concerns, and open the vote on the finalists."""
        await self.wait(self.signals.rated, expected, "rate")
        await self.press("final-vote/close")
        await self.press("final-vote/count")
        page = await self.look("final_vote")
        for form in page.all("form", method="post"):
            if form.all("input", name="shown", value="true"):
                await self._submit(form)
        self.tell("choosing the finalists")
        await self._submit(page.all("form", id="finalists")[0])
        page = await self.look("final_vote")
        opening = [f for f in page.all("form") if f.get("action").endswith("/open")]
        await self._submit(opening[0])

    async def _submit(self, form: Element) -> None:
        """Send a form of the console with its current values."""
        fields: dict[str, Any] = {}
        for one in form.all("input", name=""):
            if one.get("type") != "checkbox" or "checked" in one.attributes:
                fields.setdefault(one.get("name"), []).append(one.get("value"))
        for one in form.all("textarea", name=""):
            fields.setdefault(one.get("name"), []).append(one.words)
        await self.browser.post(form.get("action"), fields)

    async def wait(self, done: Any, expected: set[int], what: str) -> None:
        """Wait for everybody online, and record it if some take too long."""
        with bar(what, len(expected)) as tell:
            in_time = await self.signals.everybody(done, expected, tell)
        if not in_time:
            missing = sorted(expected - self.signals.gone - set(done))
            late = f"participants who took too long to {what}: {missing}"
            self.browser.record.error("organizer", late)
            self.tell(late)

    async def export(self) -> dict[str, Any]:
        """Return everything as the workshop file."""
        path = f"/console/{self.code}/export/json"
        try:
            exported: dict[str, Any] = json.loads(await self.browser.download(path))
        except ValueError:
            self.browser.record.error("organizer", "the export is not JSON")
            return {}
        return exported

    async def freeze_the_report(self) -> dict[str, Any]:
        """Write the acknowledgements, freeze and publish the report; return the version's data."""
        await self.look("closed")
        await type_text(
            self.browser, await shown_document(self.browser), "acknowledgements", THANKS
        )
        await self.press("report/freeze")
        await self.press("report/publish")
        data = await self.browser.download(f"/console/{self.code}/report/versions/1/data")
        try:
            frozen: dict[str, Any] = json.loads(data)
        except ValueError:
            self.browser.record.error("organizer", "the report was not frozen")
            return {}
        return frozen

    async def _contests(self, stage: str) -> list[str]:
        page = await self.look(stage)
        found = [element.get("data-voted") for element in page.all("progress", data_voted="")]
        return list(dict.fromkeys(found))
