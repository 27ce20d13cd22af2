"""A text whose marks are nested deeply, or contain nothing, is in every document format."""

from dataclasses import replace

import pytest

from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.formats import FORMATS
from polling.report.formats.html import html
from polling.report.formats.markdown import markdown
from polling.report.formats.rich_text import rich
from polling.report.formats.safe_markdown import to_html, to_markdown
from polling.report.formats.word import docx
from tests import pdf_file, word_file

NESTED = {
    "quotations": "> " * 3000 + "kept",
    "lists": "- " * 3000 + "kept",
    "indented lists": "\n".join(f"{'  ' * depth}- {depth}" for depth in range(60)) + " kept",
    "both": "> 1. " * 1500 + "kept",
    "styles": "*a _b " * 600 + "kept" + "b_ a*" * 600,
    "a fence": f"{'> ' * 40}```\n{'> ' * 40}kept",
}
EMPTY = {"quotation": ">", "item": "-", "heading": "#", "link": "[](https://a.example)"}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_text_is_kept_however_deep_its_marks_are(text: str) -> None:
    assert "kept" in to_html(text, 1)
    assert "kept" in to_markdown(text, 1)
    assert "kept" in str(rich(text))


def test_few_levels_stay_as_they_are() -> None:
    assert to_markdown("> > > > a", 1) == "> > > > a"
    assert to_markdown("- a\n  - b\n    - c *d **e***", 1).endswith("- c *d **e***")


def test_every_document_can_be_drawn_with_such_texts(made: Report) -> None:
    texts = [text.replace("kept", f"kept{at}") for at, text in enumerate(NESTED.values())]
    written = "\n\n<!-- -->\n\n".join([*EMPTY.values(), *texts])
    report = replace(made, prose=made.prose.model_copy(update={"next_steps": written}))
    document = publication(report)
    FORMATS["pptx"].render(report)
    drawn = [
        html(document),
        markdown(document),
        pdf_file.text(pdf_file.opened(FORMATS["pdf"].render(report))),
        word_file.text(word_file.opened(docx(document, report.made_at))),
    ]
    for at in range(len(texts)):
        assert [f"kept{at}" in text for text in drawn] == [True] * 4
