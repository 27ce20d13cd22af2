"""The report uses its workshop's language, not its reader's."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from polling.cli import main
from polling.core import languages
from polling.core.db import transaction
from polling.workshop.queries import by_id
from tests.made_up_language import speak
from tests.room import Room

THAI = {
    "Contents": "สารบัญ",
    "Recommendations by theme": "ข้อเสนอแนะตามหัวข้อ",
    "As of %(time)s": "ณ %(time)s",
    "%(num)s of them abstained.": "งดออกเสียง %(num)s คน",
}


@pytest.fixture(autouse=True)
def thai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English and some Thai, for the app of the day."""
    speak("th", THAI, tmp_path, monkeypatch)
    yield
    languages.spoken.cache_clear()


def work_in(room: Room, *tags: str) -> None:
    """Set the languages of the workshop."""
    with transaction() as session:
        by_id(session, room.workshop_id).languages = list(tags)


def exported(room: Room, key: str, reader: str) -> bytes:
    path = f"/console/{room.code}/export/{key}"
    return room.organizer_visitor().get(path, **{"Accept-Language": reader}).get_data()


@pytest.mark.parametrize(
    "language, reader, contents, themes, month",
    [
        ("th", "en", "สารบัญ", "ข้อเสนอแนะตามหัวข้อ", r"ณ \d+ [ก-๙]+ ค\.ศ\. \d{4}"),
        ("en", "th", "Contents", "Recommendations by theme", r"As of \d+ [A-Z][a-z]+ \d{4}"),
        ("km", "th", "Contents", "Recommendations by theme", r"As of \d+ [A-Z][a-z]+ \d{4}"),
    ],
    ids=["a Thai report read in English", "an English one read in Thai", "one we do not speak"],
)
def test_a_report_is_in_the_language_of_the_workshop(
    day: Room, language: str, reader: str, contents: str, themes: str, month: str
) -> None:
    work_in(day, language)
    page = exported(day, "html", reader).decode()
    assert f'<html lang="{language}">' in page
    assert f'<nav aria-label="{contents}">' in page
    assert f">{themes}</h2>" in page
    assert ("1 of them abstained." in page) == (language != "th")
    assert re.search(month, page)


def test_so_is_its_word_file(day: Room) -> None:
    work_in(day, "th")
    with ZipFile(BytesIO(exported(day, "docx", "en"))) as word:
        assert "สารบัญ" in word.read("word/document.xml").decode()


def test_its_footer_has_the_whole_date(day: Room) -> None:
    work_in(day, "th")
    with ZipFile(BytesIO(exported(day, "docx", "en"))) as word:
        footers = [word.read(one).decode() for one in word.namelist() if "footer" in one]
    assert any(re.search(r"[ก-๙]+ ค\.ศ\. \d{4}", footer) for footer in footers)


def test_the_data_dictionary_is_english_as_the_names_of_columns_are(day: Room) -> None:
    work_in(day, "th")
    with ZipFile(BytesIO(exported(day, "csv", "en"))) as tables:
        assert b"what should be done" in tables.read("dictionary.csv")


def test_so_is_what_the_command_exports(
    day: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_in(day, "th")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    exported = CliRunner().invoke(main, ["export", day.code, "--format", "md"])
    assert "## ข้อเสนอแนะตามหัวข้อ" in exported.stdout


def test_the_pages_around_it_stay_in_the_language_of_their_reader(day: Room) -> None:
    work_in(day, "th")
    path = f"/console/{day.code}/results?part=report"
    page = day.organizer_visitor().get(path, **{"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="en"' in page
