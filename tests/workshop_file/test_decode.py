"""Decoding bytes: which are text, and in which format."""

import pytest

from polling.workshop_file.read import read
from tests.workshop_file.file_problems import problems_of

NOT_TEXT = [
    pytest.param(
        '{"title": "x"}'.encode("utf-16"),
        ("", "This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”)."),
        id="UTF-16",
    ),
    pytest.param(
        '{"title": "x"}'.encode("utf-16-be"),
        ("", "This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”)."),
        id="UTF-16 without a mark",
    ),
    pytest.param(
        '{"title":\n "café"}'.encode("latin-1"),
        (
            "line 2, column 6",
            "This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).",
        ),
        id="Latin-1",
    ),
    pytest.param(
        b"PK\x03\x04\x14\x00\x06\x00",
        (
            "",
            "This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).",
        ),
        id="spreadsheet",
    ),
    pytest.param(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        ("", "This is not a workshop file, CSV or Markdown file."),
        id="picture",
    ),
    pytest.param(b"\xef\xbb\xbf \n", ("", "The file is empty."), id="empty"),
    pytest.param(
        b" " * 5_000_001, ("", "The file is too large: the limit is 5 MB."), id="too large"
    ),
]


@pytest.mark.parametrize("data, problem", NOT_TEXT)
def test_bytes_that_are_no_text_are_refused(data: bytes, problem: tuple[str, str]) -> None:
    assert problems_of(data) == [problem]


def test_unseen_characters_are_dropped_without_a_word() -> None:
    file = read(b'\xef\xbb\xbf{"title": "a\\u0000\x01\\u202eb"}')

    assert file.title == "ab"


@pytest.mark.parametrize(
    "data, filename, title",
    [
        pytest.param(b'{"title": "T"}', "notes.txt", "T", id="JSON under another name"),
        pytest.param(b"theme,issue\nA,b\n", "", "Workshop", id="a sheet without a name"),
        pytest.param(
            b"theme\tissue\nA\tb\n", "x/notes.txt", "notes", id="a sheet by its first line"
        ),
        pytest.param(b"# A\n- b\n", "plan.txt", "plan", id="an outline by its marks"),
    ],
)
def test_the_content_tells_the_format(data: bytes, filename: str, title: str) -> None:
    assert read(data, filename).title == title


def test_other_formats_get_an_error_that_lists_the_supported_ones() -> None:
    [(place, message)] = problems_of("Dear all, see you on Monday.", "mail.txt")

    assert place == ""
    assert message == (
        "This is not a workshop file. Use JSON, a CSV file with the columns “theme” and “issue”, "
        "or “# theme” and “- issue” lines."
    )
