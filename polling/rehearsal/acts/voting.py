"""Ranking the issues, and approving recommendations in the final vote."""

from polling.rehearsal.page import Element
from polling.rehearsal.phone import Phone

ABSTAIN, REVISE = 0.05, 0.15
THINK_SECONDS = 0.3


async def vote(phone: Phone, tag: str) -> None:
    """Answer every ballot of this kind that the page holds, one theme after the other."""
    ballots = phone.browser.page.all(tag, data_contest="")
    for ballot in ballots:
        await phone.browser.pause(THINK_SECONDS)
        await _answer(phone, ballot)
        if phone.browser.chance.random() < REVISE:
            await _answer(phone, ballot)


async def _answer(phone: Phone, ballot: Element) -> None:
    chance = phone.browser.chance
    options = sorted(int(option.get("data-option")) for option in ballot.all(data_option=""))
    if not options or chance.random() < ABSTAIN:
        await phone.cast(ballot.get("data-contest"), {"abstain": True})
        return
    most = min(int(ballot.get("data-most")), len(options))
    # A shared opinion with much noise: real rooms agree a little.
    liking = {
        option: place + chance.gauss(0, len(options) / 2) for place, option in enumerate(options)
    }
    chosen = sorted(options, key=lambda option: liking[option])[:most]
    key = "ranking" if ballot.tag == "ranked-ballot" else "approved"
    await phone.cast(ballot.get("data-contest"), {key: chosen})
