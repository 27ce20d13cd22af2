"""The organizers' Markdown keeps its content, and is harmless in every format."""

import pytest
from markdown_it import MarkdownIt

from polling.report.formats.safe_markdown import to_html, to_markdown

TEXT = """# Heading

Words with *stress*, **weight**, `code` and a [link](https://a.example/?x=1&y=2).\\
A new line.

- one
- two

  more of two

  1. two a
  2. two b

> said

```
code # here
```

* * *
"""


def test_html_has_everything_that_text_needs() -> None:
    assert to_html("*a* **b** `c`\n\n- d", 2) == (
        "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n<ul>\n<li>d</li>\n</ul>\n"
    )


@pytest.mark.parametrize("level, expected", [(1, "h2"), (2, "h3"), (5, "h6"), (6, "h6")])
def test_a_heading_goes_below_that_of_its_section(level: int, expected: str) -> None:
    assert to_html("# A", level) == f"<{expected}>A</{expected}>\n"
    assert to_markdown("# A", level) == f"{'#' * int(expected[1])} A"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>\n"),
        (
            "![a](https://b.example)",
            '<p>!<a href="https://b.example" rel="noopener noreferrer">a</a></p>\n',
        ),
        ("[a](ftp://b.example)", '<p><a rel="noopener noreferrer">a</a></p>\n'),
        ("[a](//b.example/c)", '<p><a rel="noopener noreferrer">a</a></p>\n'),
        (r"[a](\\\\b.example\\c)", '<p><a rel="noopener noreferrer">a</a></p>\n'),
        ("[a](/b)", '<p><a rel="noopener noreferrer">a</a></p>\n'),
    ],
    ids=[
        *("a tag", "a script in a link", "a picture", "an unusual scheme"),
        *("no scheme", "a network share", "a path"),
    ],
)
def test_html_has_nothing_that_runs_or_loads(text: str, expected: str) -> None:
    assert to_html(text, 1) == expected


def test_markdown_has_the_same_content_as_the_original() -> None:
    reader = MarkdownIt("commonmark")
    assert reader.render(to_markdown(TEXT, 0)) == reader.render(TEXT)


def test_cleaning_markdown_twice_changes_nothing() -> None:
    once = to_markdown(TEXT, 0)
    assert to_markdown(once, 0) == once


@pytest.mark.parametrize(
    "text, expected",
    [
        ("<b>a</b>", "&lt;b>a&lt;/b>"),
        ("[a](javascript:b)", "\\[a\\](javascript:b)"),
        ("![a](https://b.example)", "\\![a](<https://b.example>)"),
        ("[a](ftp://b.example)", "a"),
        ("[a](//b.example/c)", "a"),
        ("<https://b.example>", "[https\\://b.example](<https://b.example>)"),
    ],
)
def test_markdown_has_nothing_that_runs_or_loads(text: str, expected: str) -> None:
    assert to_markdown(text, 1) == expected
