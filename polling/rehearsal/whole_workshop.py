"""The whole workshop, from the lobby to the export, with everybody."""

import asyncio
from dataclasses import dataclass

from polling.people.attributes import Attribute
from polling.rehearsal.acts.drafting import Task
from polling.rehearsal.acts.facilitating import call_and_cancel_help, facilitate
from polling.rehearsal.acts.organizing import Organizer, Tell
from polling.rehearsal.acts.participating import attend
from polling.rehearsal.browser import Browser
from polling.rehearsal.export_check import Tree
from polling.rehearsal.finished_people import Signals
from polling.rehearsal.measurements import Record
from polling.rehearsal.personas import people, phones
from polling.rehearsal.phone import Phone
from polling.rehearsal.progress_bar import bar
from polling.rehearsal.script import Script

PASSWORD = "a rehearsal needs a password too"  # noqa: S105  of an account made for the rehearsal


@dataclass(frozen=True)
class Stagehand:
    """What a rehearsal needs to start: a copy of a workshop in its lobby, and a login."""

    base: str
    code: str
    organizer_link: str
    attributes: list[Attribute]
    participants: int
    seed: int


async def rehearse(plan: Stagehand, script: Script, tell: Tell) -> tuple[Record, Tree, Tree]:
    """Run it; return the measurements, the exported workshop and the frozen report."""
    record, signals = Record(), Signals()
    everybody = phones(
        plan.base,
        plan.code,
        people(plan.participants, plan.attributes, plan.seed),
        record,
        seed=plan.seed,
        concerns=script.concerns,
    )
    desk = Browser(plan.base, "organizer", record, f"{plan.seed}:organizer")
    organizer = Organizer(desk, plan.code, signals, tell)
    room = [asyncio.create_task(attend(phone, signals)) for phone in everybody]
    try:
        await organizer.log_in(plan.organizer_link, PASSWORD)
        exported, frozen = await _lead(plan, organizer, everybody, script)
        await asyncio.wait_for(asyncio.gather(*room), timeout=60)
    finally:
        for task in room:
            task.cancel()
        await desk.close()
    return record, exported, frozen


async def _lead(
    plan: Stagehand, organizer: Organizer, everybody: list[Phone], script: Script
) -> tuple[Tree, Tree]:
    here = {phone.habits.number for phone in everybody}
    in_time = {phone.habits.number for phone in everybody if not phone.habits.late}
    staying = {phone.habits.number for phone in everybody if not phone.habits.leaves_early}
    await organizer.wait(organizer.signals.arrived, in_time, "arrive")
    await organizer.go("lobby", "ranking")
    await organizer.hold_the_ranking(here)
    await organizer.go("ranking", "breakouts")
    links = await organizer.form_groups()
    await organizer.wait(organizer.signals.seated, here, "find their group")
    await _break_out(plan, organizer, links, script)
    await organizer.go("breakouts", "presentations")
    await organizer.present_groups()
    await organizer.go("presentations", "final_vote")
    await organizer.hold_the_final_vote(staying)
    await organizer.go("final_vote", "survey")
    await organizer.wait(organizer.signals.surveyed, staying, "answer the survey")
    await organizer.go("survey", "closed")
    organizer.tell("freezing the report, and exporting")
    frozen = await organizer.freeze_the_report()
    return await organizer.export(), frozen


async def _break_out(
    plan: Stagehand, organizer: Organizer, links: list[str], script: Script
) -> None:
    record = organizer.browser.record
    tablets = [
        Browser(plan.base, f"facilitator {number}", record, f"{plan.seed}:tablet:{number}")
        for number in range(1, len(links) + 1)
    ]
    try:
        for tablet, link in zip(tablets, links, strict=True):
            await tablet.open(link)
        work = _share_out(tablets, list(organizer.signals.seated.values()), script)
        await call_and_cancel_help(tablets[0], plan.code)
        with bar("draft", len(tablets)) as tell:
            groups = [
                facilitate(tablet, plan.code, link, *of_group)
                for tablet, link, of_group in zip(tablets, links, work, strict=True)
            ]
            for number, ready in enumerate(asyncio.as_completed(groups), start=1):
                await ready
                tell(number)
    finally:
        for tablet in tablets:
            await tablet.close()


def _share_out(
    tablets: list[Browser], seated: list[Phone], script: Script
) -> list[tuple[list[Task], list[Phone]]]:
    """Return for each group its recommendations to write, and its members."""
    documents = [_document(tablet) for tablet in tablets]
    issues = [_issues(tablet) for tablet in tablets]
    tasks = script.tasks(issues)
    return [
        (tasks[index], [phone for phone in seated if _document(phone.browser) == document])
        for index, document in enumerate(documents)
    ]


def _document(browser: Browser) -> str:
    found = browser.page.all("shared-draft", data_document="")
    return found[0].get("data-document") if found else ""


def _issues(browser: Browser) -> list[int]:
    """Return the priority issues of the group that this page belongs to."""
    sections = browser.page.all("section", aria_labelledby="")
    named = [section.get("id") for section in sections]
    return [int(name.removeprefix("issue-")) for name in named if name.startswith("issue-")]
