"""No text that people type is executed when a report is opened, in any format and field."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from polling.report.data.report_data import Report
from polling.report.document import publication as document
from polling.report.formats.csv import csv_archive
from polling.report.formats.html import html
from polling.report.formats.markdown import markdown
from polling.report.formats.pdf import pdf
from polling.report.formats.pptx import pptx
from polling.report.formats.word import docx
from polling.report.formats.xlsx import xlsx
from polling.report.tables import Column, Table, tables
from tests.pdf_file import opened, text
from tests.report.hostile_texts import hostile_report, hostile_texts
from tests.word_file import opened as opened_word
from tests.word_file import text as text_of_word

OURS = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "nav", "main", "section"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "strong", "em", "ol", "ul", "li", "a", "div"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "span", "details"),
    *("summary", "pre", "code", "blockquote", "hr", "figure", "figcaption", "desc", "g", "text"),
    *("line", "dl", "dt", "dd", "footer"),
}
SAFE_ADDRESS = re.compile(
    r"#section(-agenda|-method|-summary|[-0-9]*)|#[.\d]+|data:,|https?://.*|mailto:.*", re.DOTALL
)
PLAIN = ["{{ 7 * 7 }}", "**bold** _it_ `code` ~~no~~", "=1+1", "<svg onload=pwned()>"]
BEGINS_A_FORMULA = re.compile(r"(^|[;\t\r\n])([\s\x00\"]*[=+\-@＝＋－＠]|\"*[\t\r\x00])")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found = hostile_texts()
    assert len(set(found)) == 500
    return found


@pytest.fixture(scope="module")
def report(made: Report, texts: list[str]) -> Report:
    return hostile_report(made, texts)


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return html(document(report))


@pytest.fixture(scope="module")
def tokens(report: Report) -> list[Token]:
    # As GitHub renders it: with HTML, tables, and automatic links.
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    blocks = reader.parse(markdown(document(report)))
    return [token for block in blocks for token in (block, *(block.children or []))]


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.slow
def test_html_has_no_tag_and_no_address_of_theirs(page: str) -> None:
    tags = Tags(page).found
    addresses = [value for _, attrs in tags for name, value in attrs.items() if name == "href"]
    handlers = [name for _, attrs in tags for name in attrs if name.startswith("on")]
    assert {tag for tag, _ in tags} <= OURS
    assert handlers == []
    assert [one for one in addresses if not SAFE_ADDRESS.fullmatch(one or "")] == []
    assert sum(tag == "style" for tag, _ in tags) == 1


def test_html_runs_nothing_in_a_browser(page: str, browser: Browser) -> None:
    shown = browser.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.add_init_script("window.pwned = () => { window.ran = true }")
    shown.set_content(page)
    expect(shown.locator("h2").last).to_be_attached()
    assert shown.evaluate("window.ran") is None
    assert [url for url in asked if not url.startswith("data:")] == []


@pytest.mark.slow
def test_markdown_has_no_html_and_no_link_outside_of_the_prose(tokens: list[Token]) -> None:
    raw = [token.content for token in tokens if token.type in {"html_block", "html_inline"}]
    links = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    pictures = [token for token in tokens if token.type == "image"]
    assert raw == []
    assert [link for link in links if not link.startswith("http://")] == []
    assert pictures == []


def test_markdown_has_no_title_but_ours(tokens: list[Token]) -> None:
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1


def test_csv_has_no_cell_that_is_a_formula(report: Report) -> None:
    archive = zipfile.ZipFile(io.BytesIO(csv_archive(tables(report), report.made_at)))
    cells = [
        cell
        for name in archive.namelist()
        for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    numbers = re.compile(r"-?\d+(\.\d+)?")
    formulas = [c for c in cells if BEGINS_A_FORMULA.search(c) and not numbers.fullmatch(c)]
    assert formulas == []


def test_xlsx_has_texts_and_numbers_and_nothing_else(report: Report) -> None:
    book = load_workbook(io.BytesIO(xlsx(tables(report), report.made_at)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert [cell for cell in cells if cell.hyperlink] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\ra"])
def test_xlsx_marks_texts_like_formulas_as_texts(text: str) -> None:
    table = Table("t", [Column("a", ""), Column("b", "")], [[text, "a=1"], [-1, 1]])
    sheet = load_workbook(io.BytesIO(xlsx([table], datetime(2026, 5, 4, tzinfo=UTC))))["t"]
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.quotePrefix]
    assert marked == ["A2"]
    assert sheet["A2"].alignment.wrap_text


def test_workbooks_of_charts_on_slides_have_no_formula(made: Report) -> None:
    deck = zipfile.ZipFile(io.BytesIO(pptx(hostile_report(made, ["=1+1"] * 5))))
    books = [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
    cells = [
        cell
        for book in books
        for sheet in load_workbook(io.BytesIO(book))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))
    assert "=1+1" in {cell.value for cell in cells}


@pytest.mark.slow
def test_pdf_shows_every_text_and_runs_none(made: Report, texts: list[str]) -> None:
    # Fifty texts per field: each appears in every field, and the file stays small.
    together = ["\n".join(texts[at : at + 50]) for at in range(0, len(texts), 50)]
    hostile = hostile_report(made, together)
    found = opened(pdf(document(hostile), made.made_at))
    catalogue: Any = found.trailer["/Root"]
    annotations = [one.get_object() for page in found.pages for one in page.get("/Annots", [])]
    actions = {one["/A"]["/S"] for one in annotations if "/A" in one}
    links = {str(one["/A"]["/URI"]) for one in annotations if "/URI" in one.get("/A", {})}
    assert {"/OpenAction", "/AA", "/Names"} & set(catalogue) == set()
    assert actions <= {"/URI", "/GoTo"}
    assert [link for link in links if not link.startswith("http://")] == []
    shown = "".join(text(found, pages=20).split())
    assert [one for one in PLAIN if "".join(one.split()) not in shown] == []


@pytest.mark.slow
def test_word_has_no_field_and_no_link_of_theirs(made: Report, texts: list[str]) -> None:
    together = ["\n".join(texts[at : at + 50]) for at in range(0, len(texts), 50)]
    word = opened_word(docx(document(hostile_report(made, together)), made.made_at))
    body: Any = word.element.body
    codes = {(one.text or "").split()[0] for one in body.iter(qn("w:instrText"))}
    outside = {one.target_ref for one in word.part.rels.values() if one.is_external}
    assert codes == {"TOC", "SEQ"}
    assert [one for one in outside if not one.startswith("http://")] == []
    shown = "".join(text_of_word(word).split())
    assert [one for one in PLAIN if "".join(one.split()) not in shown] == []
