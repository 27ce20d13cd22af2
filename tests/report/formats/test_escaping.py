"""Escaped text reads like the original text, whatever it contains."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from polling.report.writing.markdown_escape import line, paragraph

TYPED = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\`*_{}[]()<>#+-.!|~&$:/@=0123456789 \nawhtps;"),
        st.characters(categories=["L", "N", "P", "S", "Zs"]),
    ),
    max_size=60,
)


def shown(markdown: str) -> str:
    """The text that a reader of the Markdown sees."""
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return html.unescape(re.sub(r"</?(p|br /)>", "", rendered)).strip("\n")


@given(TYPED)
@example("a ![x](y) <b> &amp; http://c www.d 1. - # ~~~ ```")
def test_a_line_reads_as_the_words_that_it_was(text: str) -> None:
    assert shown(line(text)) == " ".join(text.split())


@given(TYPED)
@example("1) a\n- b\n    c\n> d\n===")
def test_a_paragraph_keeps_its_lines(text: str) -> None:
    lines = [" ".join(one.split()) for one in text.splitlines() if one.strip()]
    read = [" ".join(one.split()) for one in shown(paragraph(text)).splitlines() if one.strip()]
    assert read == lines


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("Plain words, and 5 % – fine.", "Plain words, and 5 % – fine."),
        ("http://a.example", "http\\://a.example"),
        ("A & B", "A & B"),
        ("&lt;", "&amp;lt;"),
        ("10. May", "10\\. May"),
        ("on 10. May", "on 10. May"),
        ("a-b", "a-b"),
    ],
)
def test_only_what_could_be_markup_is_escaped(text: str, escaped: str) -> None:
    assert line(text) == escaped
