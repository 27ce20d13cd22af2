"""Neither long compound words, as in German, nor large text make a page wider than a phone."""

import pytest
from playwright.sync_api import Browser, expect

from polling.core.db import transaction
from polling.workshop.models import Workshop
from tests.browser_page import enlarge_text, opened, press
from tests.room import Room
from tests.server import Server

WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


LONG_WORDS = [
    ("h1", "en", "Presentations"),
    ("h1", "th", "แบบสอบถาม"),
    ("h2", "en", "recommendations"),
    ("h2", "vi", "khuyến"),
]
LINES = """([tag, lang, text]) => {
  const heading = Object.assign(document.createElement(tag), { lang, textContent: text });
  document.querySelector("main").append(heading);
  const range = document.createRange();
  range.selectNodeContents(heading);
  return range.getClientRects().length;
}"""


@pytest.fixture
def wordy(small: Room) -> Room:
    with transaction() as session:
        for theme in session.get_one(Workshop, small.workshop_id).themes:
            theme.title = f"{WORD} {theme.id}"
            for issue in theme.issues:
                issue.headline = f"{WORD} {issue.id}"
    small.go("lobby")
    return small


def test_long_words_break_on_a_phone(wordy: Room, browser: Browser) -> None:
    with Server() as server:
        phone = opened(browser, server, wordy.participant_visitor(), f"/w/{wordy.code}")
        phone.set_viewport_size({"width": 320, "height": 568})
        too_wide = {"lobby": phone.evaluate(TOO_WIDE)}
        wordy.go("ranking")
        wordy.open_ranking()
        for path in ("", "/plain"):
            phone.goto(f"{server.address}/w/{wordy.code}{path}")
            too_wide[f"ranking{path}"] = phone.evaluate(TOO_WIDE)
        phone.set_viewport_size({"width": 360, "height": 640})
        enlarge_text(phone)
        phone.goto(f"{server.address}/w/{wordy.code}")
        phone.locator("[data-option]").first.click()
        bar = phone.locator(".send").first
        too_wide["large text"] = phone.evaluate(TOO_WIDE)
        press(phone, "Send")
        expect(bar.locator("[data-after]").filter(visible=True)).to_have_count(1)
        too_wide["large text, sent"] = phone.evaluate(TOO_WIDE)
        assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
    assert [place for place, wide in too_wide.items() if wide] == []


@pytest.mark.parametrize("width", [320, 360])
def test_large_text_breaks_no_word_of_a_heading(small: Room, browser: Browser, width: int) -> None:
    small.go("lobby")
    with Server() as server:
        phone = opened(browser, server, small.participant_visitor(), f"/w/{small.code}")
        phone.set_viewport_size({"width": width, "height": 700})
        enlarge_text(phone)
        phone.reload()
        lines = {word: phone.evaluate(LINES, [tag, lang, word]) for tag, lang, word in LONG_WORDS}
    assert lines == {word: 1 for _tag, _lang, word in LONG_WORDS}
