"""Answering the closing survey."""

import asyncio
import secrets
from typing import Any

import aiohttp

from polling.rehearsal.page import Element
from polling.rehearsal.phone import RETRIES, RETRY_SECONDS, Phone

SKIPS, WRITES, TAKES = 0.1, 0.3, 0.4
WORDS = (
    "Hearing from the other sectors.",
    "The group work was too short.",
    "More time for the vote.",
    "The mix of people at our table.",
)


async def answer_survey(phone: Phone) -> None:
    """Answer the form on the page, and send it until it is counted."""
    found = await phone.browser.until(lambda page: page.all("survey-form"), "the survey")
    answers = _answers(phone, found[0])
    payload = {"receipt": secrets.token_hex(16), "revision": 1, "answers": answers}
    for _ in range(RETRIES):
        try:
            answer = await phone.browser.post_json(f"/w/{phone.code}/survey", payload)
        except (aiohttp.ClientError, OSError):
            await asyncio.sleep(RETRY_SECONDS)
            continue
        if answer.get("ok"):
            phone.browser.record.answers += 1
        else:
            phone.browser.record.error(phone.browser.who, f"survey: {answer}")
        return


def _answers(phone: Phone, form: Element) -> dict[str, Any]:
    """One answer to most questions, as this person likes."""
    mind = phone.browser.mind("survey")
    answers: dict[str, Any] = {}
    for name, values in _options(form, "radio").items():
        if mind.random() >= SKIPS:
            answers[name] = max(mind.choices(values, k=2))
    places = _places(form)
    for name, values in _options(form, "checkbox").items():
        answers[name] = mind.sample(values, min(2, len(values), places.get(name, 2)))
    for text in form.all("textarea"):
        if mind.random() < WRITES:
            answers[text.get("name")] = mind.choice(WORDS)
    return answers | _marks(phone, form)


def _options(form: Element, kind: str) -> dict[str, list[str]]:
    """What can be chosen, by question."""
    choices: dict[str, list[str]] = {}
    for option in form.all("input", type=kind):
        if not option.get("data-row"):
            choices.setdefault(option.get("name"), []).append(option.get("value"))
    return choices


def _places(form: Element) -> dict[str, int]:
    """How many options a ranking takes, by question."""
    rankings = form.all("fieldset", data_ranking="")
    return {
        box.get("name"): int(ranking.get("data-ranking"))
        for ranking in rankings
        for box in ranking.all("input")
    }


def _marks(phone: Phone, form: Element) -> dict[str, dict[str, str]]:
    """A mark for each of the options that this person knows."""
    mind = phone.browser.mind("marks")
    marks: dict[str, dict[str, str]] = {}
    for mark in form.all("input", type="radio", data_row=""):
        # They come in their order, so a higher one may take the place of a lower.
        if mark.get("value") and mind.random() < TAKES:
            given = marks.setdefault(mark.get("data-question"), {})
            given[mark.get("data-row")] = mark.get("value")
    return marks
