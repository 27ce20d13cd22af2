"""A reader's language: requested by the browser or chosen by hand, if the interface has it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from playwright.sync_api import Browser

from config import TestConfig
from polling.app import close_database, create_app
from polling.core import languages
from polling.core.i18n import average, day, in_a_command, listed, speaking
from polling.core.paths import ROOT, STATIC
from polling.core.time_zones import moment_in_words
from tests.made_up_language import speak
from tests.room import Room
from tests.visitor import Visitor

JOIN, JOIN_IN_THAI = "Join your workshop", "เข้าร่วมเวิร์กชอปของคุณ"

QUOTED = re.compile("“([^”]+)”")


@pytest.fixture
def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Path) -> Iterator[Visitor]:
    """A visitor of an app that has English and some Thai."""
    speak("th", {JOIN: JOIN_IN_THAI}, tmp_path, monkeypatch)
    app = create_app(TestConfig(data_dir=tmp_path))
    yield Visitor(app)
    close_database(app)
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
    assert "form is wrong" in (answer.json or {})["error"]["message"]
    assert JOIN in visitor.get("/").get_data(as_text=True)


def catalogues() -> list[Path]:
    return sorted((ROOT / "polling" / "translations").glob("*/LC_MESSAGES/messages.po"))


@pytest.fixture(params=catalogues(), ids=lambda path: path.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """One language's catalogue; raises an error for an unreadable line."""
    path: Path = request.param
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def test_a_catalogue_compiles_and_nothing_in_it_is_unsure(catalogue: Catalog) -> None:
    assert [str(error) for _, errors in catalogue.check() for error in errors] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    read_back = Translations(BytesIO(compiled.getvalue()))
    singles = [one for one in translated(catalogue) if _is_single(one)]
    assert [read_back.gettext(str(one.id)) for one in singles] == [one.string for one in singles]


def test_its_plural_forms_are_those_of_the_language(catalogue: Catalog) -> None:
    assert catalogue.plural_forms == Catalog(locale=catalogue.locale).plural_forms
    plurals = [one for one in translated(catalogue) if one.pluralizable]
    assert [one.id for one in plurals if len(_listed(one.string)) != catalogue.num_plurals] == []


def test_a_translation_has_the_placeholders_and_tags_of_its_message(catalogue: Catalog) -> None:
    """The last plural form must contain the number, because it is used for large numbers."""
    wrong = []
    for one in translated(catalogue):
        messages, forms = _listed(one.id), _listed(one.string)
        allowed = [parts(message) for message in messages]
        if parts(forms[-1]) != allowed[-1] or any(parts(form) not in allowed for form in forms):
            wrong.append(forms)
    assert wrong == []


def test_a_translation_names_buttons_as_they_are_translated(catalogue: Catalog) -> None:
    labels = {message.id: message.string for message in translated(catalogue)}
    named = [
        (label, message.string)
        for message in translated(catalogue)
        for label in QUOTED.findall(str(message.id))
        if str(labels.get(label, "")) not in str(message.string)
    ]
    assert named == []


def test_what_scripts_say_is_translated_too(
    catalogue: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Path
) -> None:
    """Texts that a page passes to its scripts, such as the state of a ballot."""
    singles = {str(one.id): str(one.string) for one in translated(catalogue) if _is_single(one)}
    speak(str(catalogue.locale), singles, tmp_path, monkeypatch)
    room = Room.of(create_app(TestConfig(data_dir=tmp_path)))
    room.go("lobby")
    texts = [texts_for_scripts(room, tag) for tag in (str(catalogue.locale), "en")]
    close_database(room.app)
    languages.spoken.cache_clear()
    assert len(texts[0]) == len(texts[1]) > 5
    assert [one for one, english in zip(*texts, strict=True) if one == english] == []


def texts_for_scripts(room: Room, tag: str) -> list[str]:
    """The texts of a phone in the lobby, with its practice ballot."""
    asked = {"Accept-Language": tag}
    page = room.participant_visitor().get(f"/w/{room.code}", **asked).get_data(as_text=True)
    assert f'<html lang="{tag}"' in page
    return re.findall(r'data-text-[a-z]+="([^"]+)"', page)


AT = datetime(2026, 11, 13, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "tag, mean, names, moment",
    [
        ("en", "7.1", "A, B, and C", "13 November 2026, 14:05 UTC"),
        ("vi", "7,1", "A, B và C", "13 tháng 11, 2026, 14:05 UTC"),
        ("th", "7.1", "A B และ C", "13 พฤศจิกายน ค.ศ. 2026, 14:05 UTC"),
    ],
)
def test_numbers_lists_and_dates_are_written_as_the_language_does(
    tag: str, mean: str, names: str, moment: str
) -> None:
    with in_a_command(), speaking(tag):
        written = average(7.12), listed(["A", "B", "C"]), moment_in_words(AT)
    assert written == (mean, names, moment)


@pytest.mark.parametrize(
    "names, written",
    [
        (["1", "2"], "1 และ 2"),
        (["แผนภูมิที่ 1", "ตารางที่ 3"], "แผนภูมิที่ 1 และตารางที่ 3"),
        (["ศาล", "ตำรวจ"], "ศาลและตำรวจ"),
        (["ศาล"], "ศาล"),
    ],
)
def test_and_is_apart_from_digits_in_thai(names: list[str], written: str) -> None:
    with in_a_command(), speaking("th"):
        assert listed(names) == written


@pytest.mark.parametrize(
    "tag, written", [("en", "13 Nov 2026"), ("vi", "13 thg 11, 2026"), ("th", "13 พ.ย. 2026")]
)
def test_a_day_on_a_page_is_written_as_the_language_does(tag: str, written: str) -> None:
    with in_a_command(), speaking(tag):
        assert day(AT) == written


@pytest.mark.parametrize(
    "spoken, page", [("en-US", "vi"), ("en-US", "en"), ("en-GB", "en"), ("ar", "th")]
)
def test_all_pages_write_times_in_24_hours(browser: Browser, spoken: str, page: str) -> None:
    opened = browser.new_context(locale=spoken, timezone_id="UTC").new_page()
    opened.set_content(f'<html lang="{page}">')
    module = f"data:text/javascript,{quote((STATIC / 'js/time/short-time.js').read_text())}"
    say = "async (module) => (await import(module)).shortTime(Date.UTC(2026, 10, 13, 14, 5))"
    assert opened.evaluate(say, module) == "14:05"


def translated(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id and one.string and all(_listed(one.string))]


def parts(text: str) -> Counter[str]:
    """What a translation must not change: placeholders, tags, braces, percent signs, line ends."""
    found = re.findall(r"%\(\w+\)[a-z]|%%|\{\w+\}|\{\{|\}\}|</?\w+[^>]*>|\n", text)
    return Counter(found)


def _is_single(message: Message) -> bool:
    return isinstance(message.id, str)


def _listed(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())
