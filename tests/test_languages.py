"""A reader's language: asked for by the browser, chosen by hand, never one that we don't speak."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import TestConfig
from polling import languages
from polling.app import create_app
from tests.speaking import speak
from tests.visitor import Visitor

JOIN, JOIN_IN_THAI = "Join your workshop", "เข้าร่วมเวิร์กชอปของคุณ"


@pytest.fixture
def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Path) -> Iterator[Visitor]:
    """Somebody at an app that speaks English and a little Thai."""
    speak("th", {JOIN: JOIN_IN_THAI}, tmp_path, monkeypatch)
    app = create_app(TestConfig(data_dir=tmp_path))
    yield Visitor(app)
    app.extensions["ballots"].close()
    languages.spoken.cache_clear()


@pytest.mark.parametrize(
    "asked, tag, heading",
    [
        ("th-TH,th;q=0.9,en;q=0.5", "th", JOIN_IN_THAI),
        ("xx,th;q=0.5", "th", JOIN_IN_THAI),
        ("en-GB,th;q=0.5", "en", JOIN),
        ("km", "en", JOIN),
        ("", "en", JOIN),
    ],
)
def test_a_browser_gets_the_language_it_asks_for(
    visitor: Visitor, asked: str, tag: str, heading: str
) -> None:
    page = visitor.get("/", **{"Accept-Language": asked}).get_data(as_text=True)
    assert f'<html lang="{tag}"' in page
    assert f"<h1>{heading}</h1>" in page


def test_what_was_chosen_by_hand_wins_and_stays(visitor: Visitor) -> None:
    assert visitor.post("/language", {"language": "th"}).json == {
        "ok": True,
        "message": "",
        "to": "/",
    }
    page = visitor.get("/", **{"Accept-Language": "en"}).get_data(as_text=True)
    assert JOIN_IN_THAI in page
    assert '<button class="quiet" name="language" value="th" lang="th" aria-current="true">' in page


def test_a_language_that_nobody_translated_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/language", {"language": "km"})
    assert answer.status_code == 400
    assert "not translated" in (answer.json or {})["error"]["message"]
    assert JOIN in visitor.get("/").get_data(as_text=True)
