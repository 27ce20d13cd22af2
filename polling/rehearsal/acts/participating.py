"""A participant's afternoon, stage by stage, as shown on their page."""

import asyncio
import contextlib

from polling.rehearsal.acts.surveying import answer_survey
from polling.rehearsal.acts.voting import ON_ISSUES, ballots, rate, vote
from polling.rehearsal.finished_people import Signals
from polling.rehearsal.html_tree import Element
from polling.rehearsal.phone import Phone

BLINK_SECONDS = 8.0
MOST_WISHES = 3


async def attend(phone: Phone, signals: Signals) -> None:
    """Do everything that one participant does; errors are recorded, not raised."""
    blinking = None
    try:
        if phone.habits.late:
            await signals.ranking_open.wait()
        await phone.browser.pause(2.0)
        await phone.arrive()
        signals.arrived.add(phone.habits.number)
        if phone.habits.unsteady:
            blinking = asyncio.create_task(_blink(phone))
        await _go_through_the_stages(phone, signals)
    except Exception as error:  # noqa: BLE001  one person's error must not end the rehearsal
        phone.browser.record.error(phone.browser.who, repr(error))
    finally:
        signals.gone.add(phone.habits.number)
        if blinking is not None:
            blinking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await blinking
        await phone.browser.close()


async def _go_through_the_stages(phone: Phone, signals: Signals) -> None:
    browser, number = phone.browser, phone.habits.number
    await vote(phone, "ranked-ballot")  # the practice ballot, for those who arrive in time
    await wish(phone)
    await browser.until_stage("ranking", "breakouts")
    await browser.until(lambda page: ballots(page, *ON_ISSUES), "the ranking")
    await vote(phone, *ON_ISSUES)
    signals.ranked.add(number)
    await browser.until(lambda page: page.all("shared-draft", data_document=""), "a group")
    signals.seated[number] = phone
    await browser.until_stage("final_vote")
    if phone.habits.leaves_early:
        return
    await browser.until(_ballots, "the final vote")
    if browser.page.all("rating-ballot"):
        await rate(phone)
        signals.rated.add(number)
    await browser.until(lambda page: page.all("approval-ballot", data_contest=""), "the finalists")
    await vote(phone, "approval-ballot")
    signals.voted.add(number)
    await browser.until_stage("survey", "closed")
    await answer_survey(phone)
    signals.surveyed.add(number)
    await browser.until_stage("closed")


def _ballots(page: Element) -> list[Element]:
    return [*page.all("rating-ballot", data_contest=""), *page.all("approval-ballot")]


async def wish(phone: Phone) -> None:
    """Choose some themes, if the page offers them."""
    offered = [
        element.get("id").removeprefix("wish-")
        for element in phone.browser.page.all("button", name="themes")
    ]
    wished = phone.browser.mind("wishes").sample(offered, min(MOST_WISHES, len(offered)))
    if wished:
        await phone.browser.post(f"/w/{phone.code}/wishes", {"themes": ",".join(wished)})


async def _blink(phone: Phone) -> None:
    while True:
        await asyncio.sleep(BLINK_SECONDS * (0.5 + phone.browser.chance.random()))
        await phone.browser.drop()
