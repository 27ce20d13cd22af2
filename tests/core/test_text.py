import re
import sys
import unicodedata

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from polling.core.text import clean, clean_line, file_stem, visible

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = [*OVERRIDES, "\0", "\x1b", "\x7f", "\xad", "\u2060", "\u206f", "\ufeff", "\ufff9"]
UNSEEN += ["\u200e", "\u200f", "\u061c", "\u3164", "\u2800", "\u034f", "\U000e0001"]
JOINERS = ["\u200b", "\u200c", "\u200d", "\ufe0f", "\u180e", "\U000e0061", "\U000e007f"]
SEEN_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
SPELLED = [*JOINERS, "က်", "ខ្មែរ", "ไทย", "👩\u200d⚖️", ENGLAND, "\t", "\n", " "]
WRITTEN = st.characters(categories=["L", "M", "N", "P", "S"])
PIECES = st.lists(st.sampled_from(UNSEEN + SPELLED) | WRITTEN)


@pytest.mark.parametrize(
    "given, cleaned",
    [
        pytest.param("a\0b\x07c\x1b[31m", "abc[31m", id="control characters"),
        pytest.param("a\u202eb\u2066c\u2069", "abc", id="bidirectional overrides"),
        pytest.param("\ufeffa\uffff", "a", id="byte order mark and non-character"),
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="line ends"),
        pytest.param("  a  b ", "a  b", id="edges, but not the space within"),
        pytest.param(*2 * ["ខ្មែរ\u200bសួស្តី က်\u200dမ"], id="joiners of Khmer and Burmese"),
        pytest.param(*2 * ["ກ\u200bກ"], id="a line break of Lao"),
        pytest.param(*2 * ["می\u200cخواهم"], id="a joiner of Persian"),
        pytest.param(*2 * ["അവന്\u200d"], id="a final joiner of Malayalam"),
        pytest.param(*2 * ["葛\U000e0100 ᠠ\u180bᠡ"], id="variants of Han and Mongolian letters"),
        pytest.param(*2 * [f"{ENGLAND} 1️⃣ ❤️\u200d🔥 ©️"], id="flags, keycaps and hearts"),
        pytest.param("An\u200dna A\u200b\ufe0f", "Anna A", id="joiners of no use"),
        pytest.param("ក\u200b \u200bខ\u200d", "ក ខ", id="joiners without a neighbour"),
        pytest.param("Anna\U000e0061\U000e007f", "Anna", id="tags without a flag"),
        pytest.param("👩\u200d⚖️", "👩\u200d⚖️", id="joined emoji"),
    ],
)
def test_clean_drops_invisible_characters_except_those_that_scripts_need(
    given: str, cleaned: str
) -> None:
    assert clean(given) == cleaned


def test_a_line_has_no_line_ends_and_no_tabs() -> None:
    assert clean_line("a\nb\tc\r\nd") == "a b c d"


@pytest.mark.parametrize("given", [" \u202e a \0", "\n\ufeff\n a", "\u2066\t\u2069x"])
def test_cleaning_twice_changes_nothing_more(given: str) -> None:
    assert clean(clean(given)) == clean(given)


@drawn(PIECES)
def test_input_only_loses_invisible_characters(pieces: list[str]) -> None:
    sent = "".join(pieces)
    kept = visible(sent)
    assert seen(kept) == seen(sent)
    assert not set(kept) & set(UNSEEN)
    assert visible(kept) == kept
    assert visible({"texts": [sent, 1, None]}) == {"texts": [kept, 1, None]}


def seen(text: str) -> str:
    """`text` without any character that may be invisible, needed or not."""
    unseen = re.compile("[\u200b-\u200f\u180b-\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff]")
    return "".join(one for one in unseen.sub("", text) if one not in UNSEEN)


def test_no_format_character_survives_alone_but_those_that_are_seen() -> None:
    """Tests all of Unicode, so that changes in new versions are noticed."""
    every = map(chr, range(sys.maxunicode + 1))
    formats = {one for one in every if unicodedata.category(one) in {"Cc", "Cf"}}
    assert {one for one in formats if clean(one)} == set(map(chr, SEEN_FORMATS))


@drawn(st.lists(st.sampled_from(UNSEEN + JOINERS + ["\u3000", "\xa0", " "])))
def test_a_text_of_invisible_characters_only_is_empty(pieces: list[str]) -> None:
    assert clean("".join(pieces)) == ""


def test_what_nests_without_end_is_left_to_who_reads_it() -> None:
    nested: object = "a"
    for _ in range(100_000):
        nested = [nested]
    assert visible(nested)


@pytest.mark.parametrize(
    "title, stem",
    [
        ("River Dialogue: 2026/27", "river-dialogue-2026-27"),
        ("../../etc/passwd", "etc-passwd"),
        ("Đối thoại sông", "đối-thoại-sông"),
        ("น้ำและป่า", "น้ำและป่า"),
        ("word " * 40, "word-" * 12),
        ("…", ""),
    ],
)
def test_a_title_as_a_file_name(title: str, stem: str) -> None:
    assert file_stem(title) == stem.strip("-")
