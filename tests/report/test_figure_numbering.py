"""Tables and figures: numbered in their order, and each is referred to before it comes."""

import re
from collections.abc import Callable, Iterator

import pytest

from polling.report.data.report_data import Report
from polling.report.document import annex, document_of, publication
from polling.report.document_blocks import Document, Paragraph, Table
from polling.report.figure_numbering import numbered, refer
from polling.report.formats.markdown import markdown

CAPTION = re.compile(r"^\*\*((?:Table|Figure) A?\d+)\. ", re.MULTILINE)
REFERENCE = re.compile(r"(Table|Figure)s? ((?:(?:, and |, | and )?A?\d+(?:–A?\d+)?)+)")


def referred(text: str) -> Iterator[str]:
    """Each label that the text refers to: "Tables A1–A3 and A5" are four."""
    for kind, numbers in REFERENCE.findall(text):
        for prefix, first, last in re.findall(r"(A?)(\d+)(?:–A?(\d+))?", numbers):
            yield from (f"{kind} {prefix}{at}" for at in range(int(first), int(last or first) + 1))


@pytest.mark.parametrize("made_of", [publication, annex])
def test_each_is_referred_to_before_it_comes(
    made: Report, made_of: Callable[[Report], Document]
) -> None:
    text = markdown(made_of(made))
    captions = list(CAPTION.finditer(text))
    assert captions
    for caption in captions:
        before = CAPTION.sub("", text[: caption.start()])
        assert caption[1] in set(referred(before))


@pytest.mark.parametrize(
    "keys, words",
    [
        (["a"], "See Table 1."),
        (["a", "b"], "See Tables 1 and 2."),
        (["d", "a", "b"], "See Tables 1, 2, and 4."),
        (["a", "b", "c", "d"], "See Tables 1–4."),
        (["a", "none"], "See Table 1."),
    ],
)
def test_a_reference_names_what_there_is(made: Report, keys: list[str], words: str) -> None:
    tables = [Table(key, ["A"], [], key=key) for key in "abcd"]
    document = document_of(made, "publication", [Paragraph(f"See {refer(*keys)}."), *tables])
    assert numbered(document).blocks[0] == Paragraph(words)


def test_what_there_is_not_is_left_out_with_its_brackets(made: Report) -> None:
    document = document_of(made, "publication", [Paragraph(f"All voted ({refer('none')}).")])
    assert numbered(document).blocks[0] == Paragraph("All voted.")
