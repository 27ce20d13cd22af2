"""Wrapping text without measuring it."""

import pytest

from polling.charts import text_wrapping
from polling.charts.text_wrapping import letters, shortened, width_of, wrapped


def test_a_short_text_is_one_line() -> None:
    assert wrapped("Permits", 20) == ["Permits"]


def test_no_text_is_one_empty_line() -> None:
    assert wrapped("", 20) == [""]


def test_no_line_is_wider_than_it_may_be_and_no_word_is_lost() -> None:
    text = "Whoever asks for a permit meets the price list before they meet the law"
    lines = wrapped(text, 12, most=9)
    assert " ".join(lines) == text
    assert all(width_of(line) <= 12 for line in lines)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrapped("word " * 40, 10, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert width_of(lines[-1]) <= 10.5


def test_lines_that_are_not_shown_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []

    def note(text: str) -> float:
        measured.append(text)
        return width_of(text)

    monkeypatch.setattr(text_wrapping, "width_of", note)
    assert len(wrapped("word " * 1_000, 10, most=2)) == 2
    assert len(measured) < 40


@pytest.mark.parametrize("width", [6.5, 8, 9.7, 11, 13.3])
def test_the_ellipsis_comes_after_a_whole_word(width: float) -> None:
    words = [
        "Permits",
        "can",
        "be",
        "bought",
        "at",
        "every",
        "border",
        "post",
        "on",
        "the",
        "river",
    ]
    lines = wrapped(" ".join(words), width, most=2)
    assert lines[-1].endswith("…")
    assert lines[-1].removesuffix("…").split()[-1] in words


def test_a_last_line_that_fits_keeps_all_its_words() -> None:
    assert wrapped("aaaa bb cccccccc", 5.5, most=1) == ["aaaa bb…"]


@pytest.mark.parametrize(
    "text",
    ["ผู้แจ้งเบาะแสไม่ได้รับการคุ้มครองตามกฎหมาย", "許可証はどこの国境でも買うことができる", "a" * 60],
    ids=["Thai", "Japanese", "one long word"],
)
def test_text_without_spaces_is_broken_between_letters(text: str) -> None:
    lines = wrapped(text, 8, most=20)
    assert "".join(lines) == text
    assert len(lines) > 1


def test_a_sign_stays_with_the_letter_below_it() -> None:
    lines = wrapped("ที่" * 12, 4, most=20)
    assert all(line.startswith("ท") for line in lines)


@pytest.mark.parametrize(
    "text, never_first, never_last",
    [
        ("ผู้แจ้งเบาะแสไม่ได้รับการคุ้มครองตามกฎหมาย" * 3, "ะาำ", "เแโใไ"),
        ("ລັດຖະບານຄວນເຜີຍແຜ່ລາຍຊື່ເຈົ້າໜ້າທີ່" * 3, "ະາຳ", "ເແໂໃໄ"),
        ("រដ្ឋាភិបាលគួរតែបោះពុម្ពផ្សាយបញ្ជីឈ្មោះមន្ត្រី" * 3, "", "\u17d2"),
        ("တက္ကသိုလ်များ" * 6, "", "\u1039"),
    ],
    ids=["Thai", "Lao", "Khmer", "Burmese"],
)
def test_what_is_read_as_one_is_not_torn(text: str, never_first: str, never_last: str) -> None:
    for width in range(4, 14):
        lines = wrapped(text, width, most=99)
        assert "".join(lines) == text
        assert [line for line in lines if line[0] in never_first or line[-1] in never_last] == []


THAI = "เหยื่อที่ถูกบังคับให้ทำงานหลอกลวงยังถูกดำเนินคดีเหมือนผู้กระทำผิด"
KHMER = "ជនរងគ្រោះដែលត្រូវបានបង្ខំឱ្យបោកប្រាស់នៅតែត្រូវបានចោទប្រកាន់ដូចជនល្មើស"


@pytest.mark.parametrize(
    "text", [THAI, KHMER, "受害者被迫参与诈骗却仍被当作罪犯起诉" * 3], ids=["th", "km", "zh"]
)
def test_a_text_without_spaces_is_shortened_at_a_letter(text: str) -> None:
    short = shortened(f"2.2 {text}", 20)
    assert short.endswith(" …")
    assert 16 <= len(letters(short)) <= 20
    assert f"2.2 {text}".startswith(short.removesuffix(" …"))
    (line,) = wrapped(f"2.2 {text}", 14, most=1)
    assert len(letters(line)) >= 8


def test_a_text_with_spaces_is_shortened_at_a_word() -> None:
    text = "Permits can be bought at every border"
    assert shortened(text, 100) == text
    assert [shortened(text, most) for most in (24, 23, 9)] == [
        "Permits can be bought …",
        "Permits can be bought …",
        "Permits …",
    ]


def test_a_single_long_word_is_shortened_at_a_letter() -> None:
    assert shortened("a" * 30, 10) == "aaaaaaaa …"
