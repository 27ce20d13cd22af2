"""Ranking the issues, and approving recommendations in the final vote."""

from random import Random
from typing import Any

from polling.rehearsal.html_tree import Element
from polling.rehearsal.phone import Phone

ABSTAIN, REVISE = 0.05, 0.15
THINK_SECONDS = 0.3
ON_ISSUES = ("ranked-ballot", "approval-ballot", "score-ballot", "points-ballot")


def ballots(page: Element, *tags: str) -> list[Element]:
    """Return the ballots of these kinds on a page."""
    return [ballot for tag in tags for ballot in page.all(tag, data_contest="")]


async def vote(phone: Phone, *tags: str) -> None:
    """Answer every uncounted ballot of these kinds on the page, theme by theme."""
    for number, ballot in enumerate(ballots(phone.browser.page, *tags)):
        if ballot.get("data-contest") in phone.counted:
            continue
        mind = phone.browser.mind(f"{ballot.tag} {number}")
        await phone.browser.pause(THINK_SECONDS)
        await _answer(phone, ballot, mind)
        if mind.random() < REVISE:
            await _answer(phone, ballot, mind)


async def _answer(phone: Phone, ballot: Element, mind: Random) -> None:
    options = sorted(int(option.get("data-option")) for option in ballot.all(data_option=""))
    if not options or mind.random() < ABSTAIN:
        await phone.cast(ballot.get("data-contest"), {"abstain": True})
        return
    most = min(int(ballot.get("data-most")), len(options))
    # A common opinion with much noise, because real rooms agree a little.
    liking = {
        option: place + mind.gauss(0, len(options) / 2) for place, option in enumerate(options)
    }
    chosen = sorted(options, key=lambda option: liking[option])[:most]
    await phone.cast(ballot.get("data-contest"), choices(ballot.tag, chosen))


def choices(tag: str, chosen: list[int]) -> dict[str, Any]:
    """Return choices of the tag's kind for these options, best first."""
    if tag == "score-ballot":
        return {"scores": {option: max(0, 5 - place) for place, option in enumerate(chosen)}}
    if tag == "points-ballot":
        return {"points": {option: 100 // len(chosen) for option in chosen}}
    return {"ranking" if tag == "ranked-ballot" else "approved": chosen}
