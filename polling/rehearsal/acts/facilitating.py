"""A facilitator's hour: timers, the next issue, a call for help, ready."""

import asyncio

from polling.rehearsal.acts.drafting import Task, write
from polling.rehearsal.browser import Browser
from polling.rehearsal.phone import Phone

MINUTES = 20


async def facilitate(
    tablet: Browser, code: str, link: str, tasks: list[Task], members: list[Phone]
) -> None:
    """Lead one group through its issues while members write."""
    await tablet.open(link)
    await tablet.follow(code, "facilitator")
    await tablet.until(lambda page: page.all("shared-draft", data_document=""), "the group's page")
    for issue_id in dict.fromkeys(task.issue_id for task in tasks):
        await _turn_to(tablet, code, issue_id)
        mine = [task for task in tasks if task.issue_id == issue_id]
        await _draft(tablet, code, mine, members)
    await tablet.post(f"/w/{code}/group/ready", {"on": "true"})


async def call_and_cancel_help(tablet: Browser, code: str) -> None:
    """Ask for help, and cancel it."""
    await tablet.post(f"/w/{code}/group/help", {"on": "true"})
    await tablet.post(f"/w/{code}/group/help", {"on": "false"})


async def _turn_to(tablet: Browser, code: str, issue_id: int) -> None:
    await tablet.post(f"/w/{code}/group/issue", {"issue": issue_id})
    started = {"issue": issue_id, "action": "start", "seconds": MINUTES * 60}
    await tablet.post(f"/w/{code}/group/clock", started)


async def _draft(tablet: Browser, code: str, tasks: list[Task], members: list[Phone]) -> None:
    writers = [(phone.browser, f"/w/{code}/drafts") for phone in members]
    writers.append((tablet, f"/w/{code}/facilitator/drafts"))
    await asyncio.gather(
        *(write(*writers[number % len(writers)], task) for number, task in enumerate(tasks))
    )
