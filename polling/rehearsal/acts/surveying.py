"""Answering the survey."""

import asyncio
import secrets
from typing import Any

import aiohttp

from polling.rehearsal.browser import RETRIES, RETRY_SECONDS
from polling.rehearsal.html_tree import Element
from polling.rehearsal.phone import Phone

SKIPS, WRITES, TAKES = 0.1, 0.3, 0.4
# Answers by the key of the default questions.
WORDS = {
    "missing_people": (
        "Survivors, and those who work with them every day.",
        "Prosecutors and judges.",
        "The large platforms.",
        "Officers from the border provinces.",
        "Ministries of finance: they decide what can be paid.",
        "Young people.",
    ),
    "valuable": (
        "Hearing from the other sectors.",
        "The mix of people at our table.",
        "To see at once what the room thinks.",
        "I now know whom to call in the neighbouring country.",
        "That everybody’s vote counted the same.",
        "The cases from the provinces.",
    ),
    "improve": (
        "More time in the groups.",
        "Send the issues a week before.",
        "Interpretation in the groups too.",
        "Fewer speeches on the first day.",
        "Say who will follow up, and when we hear of it.",
        "Better Wi-Fi in the small rooms.",
    ),
}
PLAIN_WORDS = ("It was worth the time.", "I would like to hear more of this.", "Nothing to add.")


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
    """Return one answer to most questions, by this person's preferences."""
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
            answers[text.get("name")] = mind.choice(WORDS.get(text.get("name"), PLAIN_WORDS))
    return answers | _marks(phone, form)


def _options(form: Element, kind: str) -> dict[str, list[str]]:
    """Return the options by question."""
    choices: dict[str, list[str]] = {}
    for option in form.all("input", type=kind):
        if not option.get("data-row"):
            choices.setdefault(option.get("name"), []).append(option.get("value"))
    return choices


def _places(form: Element) -> dict[str, int]:
    """Return how many options a ranking accepts, by question."""
    rankings = form.all("fieldset", data_ranking="")
    return {
        box.get("name"): int(ranking.get("data-ranking"))
        for ranking in rankings
        for box in ranking.all("input")
    }


def _marks(phone: Phone, form: Element) -> dict[str, dict[str, str]]:
    """Return a mark for each of the options that this person knows."""
    mind = phone.browser.mind("marks")
    marks: dict[str, dict[str, str]] = {}
    for mark in form.all("input", type="radio", data_row=""):
        # They are sorted, so a higher one may replace a lower one.
        if mark.get("value") and mind.random() < TAKES:
            given = marks.setdefault(mark.get("data-question"), {})
            given[mark.get("data-row")] = mark.get("value")
    return marks
