import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from polling.workshop_file.text import clean, clean_line, visible

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = [*OVERRIDES, "\0", "\x1b", "\x7f", "\xad", "\u2060", "\u206f", "\ufeff", "\ufff9"]
JOINERS = ["\u200b", "\u200c", "\u200d", "\u200e", "\ufe0f"]
SPELLED = [*JOINERS, "က်", "ខ្មែរ", "ไทย", "👩\u200d⚖️", "\t", "\n", " "]
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
        pytest.param(
            "ខ្មែរ က်\u200dမ\u200c", "ខ្មែរ က်\u200dမ\u200c", id="joiners of Khmer and Burmese"
        ),
        pytest.param("👩\u200d⚖️", "👩\u200d⚖️", id="joined emoji"),
    ],
)
def test_clean_drops_what_cannot_be_seen_and_keeps_what_is_spelled(
    given: str, cleaned: str
) -> None:
    assert clean(given) == cleaned


def test_a_line_has_no_line_ends_and_no_tabs() -> None:
    assert clean_line("a\nb\tc\r\nd") == "a b c d"


@pytest.mark.parametrize("given", [" \u202e a \0", "\n\ufeff\n a", "\u2066\t\u2069x"])
def test_cleaning_twice_changes_nothing_more(given: str) -> None:
    assert clean(clean(given)) == clean(given)


@drawn(PIECES)
def test_what_is_sent_loses_what_cannot_be_seen_and_nothing_else(pieces: list[str]) -> None:
    kept = "".join(piece for piece in pieces if piece not in UNSEEN)
    assert visible("".join(pieces)) == kept
    assert visible({"texts": ["".join(pieces), 1, None]}) == {"texts": [kept, 1, None]}


def test_what_nests_without_end_is_left_to_who_reads_it() -> None:
    nested: object = "a"
    for _ in range(100_000):
        nested = [nested]
    assert visible(nested)
