"""A participant without a script, who does whatever the page offers, at any stage."""

import asyncio

import aiohttp

from polling.rehearsal.acts.drafting import write
from polling.rehearsal.acts.participating import wish
from polling.rehearsal.acts.surveying import answer_survey
from polling.rehearsal.acts.voting import ON_ISSUES, rate, vote
from polling.rehearsal.browser import Refused
from polling.rehearsal.crowd import Crowd
from polling.rehearsal.html_tree import Element
from polling.rehearsal.phone import Phone

ARRIVAL_SECONDS = 3.0
RETRY_SECONDS = 1.0
COMMENTS = 0.15  # share of the listeners that comment on each recommendation
SAID = ("Who pays for it?", "We tried this in our province, and it works.", "By when?")


async def improvise(phone: Phone, crowd: Crowd) -> None:
    """Join, then do what each new version of the page offers, until the simulation ends."""
    await phone.browser.pause(ARRIVAL_SECONDS)
    while not await _arrive(phone, crowd):
        await asyncio.sleep(RETRY_SECONDS)
    done: set[str] = set()
    while True:
        seen = phone.browser.version
        async with crowd.acting():
            try:
                await _act(phone, crowd, done)
            except Exception as error:  # noqa: BLE001  a draft may close while somebody writes
                crowd.record.error(phone.browser.who, repr(error))
        await phone.browser.newer_than(seen)


async def _arrive(phone: Phone, crowd: Crowd) -> bool:
    """Try to join; return whether there was an answer. Raises Refused, which ends the person."""
    try:
        await phone.arrive()
    except aiohttp.ClientError as error:
        crowd.unreachable = True
        crowd.record.error(phone.browser.who, repr(error))
        return False
    except Refused:
        crowd.unreachable = True
        raise
    crowd.unreachable = False
    crowd.joined += 1
    return True


async def _act(phone: Phone, crowd: Crowd, done: set[str]) -> None:
    """Do everything that the page offers; `done` contains what a person does only once."""
    await vote(phone, *ON_ISSUES)
    await rate(phone)
    page = phone.browser.page
    if "wishes" not in done and page.all("button", name="themes"):
        done.add("wishes")
        await wish(phone)
    for draft in page.all("shared-draft", data_writes=""):
        await _write_once(phone, crowd, draft, done)
    if "survey" not in done and page.all("survey-form"):
        done.add("survey")
        await answer_survey(phone)
    await _comment(phone, page, done)


async def _write_once(phone: Phone, crowd: Crowd, draft: Element, done: set[str]) -> None:
    """Write one recommendation for this person's group."""
    document, issues = draft.get("data-document"), _issues(draft)
    if document in done or not issues:
        return
    done.add(document)
    task = crowd.next_task(issues)
    await write(phone.browser, f"/w/{phone.code}/drafts", task)


def _issues(draft: Element) -> list[int]:
    """Return the issues of the group, in order."""
    named = [section.get("id") for section in draft.all("section", aria_labelledby="")]
    return [int(name.removeprefix("issue-")) for name in named if name.startswith("issue-")]


async def _comment(phone: Phone, page: Element, done: set[str]) -> None:
    """Comment on some recommendations of the presenting group."""
    address = f"/w/{phone.code}/comments"
    for form in page.all("form", action=address):
        (field,) = form.all("input", name="recommendation")
        key = f"comment:{field.get('value')}"
        if key in done:
            continue
        done.add(key)
        mind = phone.browser.mind(key)
        if mind.random() < COMMENTS:
            words = {"kind": "question", "text": mind.choice(SAID)}
            await phone.browser.post(address, {"recommendation": field.get("value")} | words)
            phone.browser.record.counts["comments"] += 1
