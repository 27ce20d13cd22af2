"""Voting: ranking the issues, and rating or approving recommendations in the final vote."""

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


SKIPS, CONCERNS, CHANGES = 0.05, 0.03, 0.1
SECTION = "issue-"
WORST, GOOD = -0.6, 0.3  # preferences: below is "not now", above may be a priority


async def rate(phone: Phone) -> None:
    """Rate every issue on the page; some people change their mind, and some raise concerns."""
    for number, section in enumerate(_sections(phone.browser.page)):
        issue_id = int(section.get("id").removeprefix(SECTION))
        (ballot,) = section.all("rating-ballot", data_contest="")
        if ballot.get("data-contest") in phone.counted:
            continue
        mind = phone.browser.mind(f"{ballot.tag} {number}")
        await phone.browser.pause(THINK_SECONDS)
        await _answer_rating(phone, ballot, issue_id, mind)
        if mind.random() < CHANGES:
            await _answer_rating(phone, ballot, issue_id, mind)


def _sections(page: Element) -> list[Element]:
    """Return the section of each issue that has a ballot."""
    return [one for one in page.all("section", id="") if one.all("rating-ballot", data_contest="")]


async def _answer_rating(phone: Phone, ballot: Element, issue_id: int, mind: Random) -> None:
    options = sorted(int(one.get("data-option")) for one in ballot.all(data_option=""))
    rated = [option for option in options if mind.random() >= SKIPS]
    if not rated:
        await phone.cast(ballot.get("data-contest"), {"abstain": True})
        return
    reasons = {
        option: mind.choice(phone.concerns[issue_id])
        for option in rated
        if mind.random() < CONCERNS
    }
    liking = {option: mind.gauss(-place / len(options), 1) for place, option in enumerate(rated)}
    marks = _marks(liking, int(ballot.get("data-priorities")))
    await phone.cast(ballot.get("data-contest"), {"rated": marks}, concerns=reasons)


def _marks(liking: dict[int, float], priorities: int) -> dict[str, Any]:
    best = sorted(liking, key=lambda option: -liking[option])[:priorities]
    priority = sorted(option for option in best if liking[option] > GOOD)
    not_now = sorted(option for option in liking if liking[option] < WORST)
    rest = sorted(set(liking).difference(priority, not_now))
    return {"not_now": not_now, "priority": priority, "support": rest}
