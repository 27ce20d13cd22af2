import pytest

from polling.workshop_file.text import clean, clean_line


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
