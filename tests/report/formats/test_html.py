"""The HTML file: self-contained, structured like the report, and accessible."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from polling.report.data.report_data import Report
from polling.report.data.vote_data import Vote
from polling.report.document import annex
from polling.report.document import publication as document
from polling.report.document_blocks import Document
from polling.report.formats.html import html
from tests.pdf_file import opened, text


@pytest.fixture
def page(made: Report) -> str:
    return html(document(made))


class Outline(HTMLParser):
    """The level of each heading, and the list depth of each list item."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.depths: list[int] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ol", "ul"}:
            self.open.append(tag)
        if tag == "li":
            self.depths.append(len(self.open))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self.open.pop()


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = Outline(page).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [b - a for a, b in pairwise(levels) if b - a > 1] == []


def test_every_recommendation_is_below_its_issue(made: Report, page: str) -> None:
    anchors = re.findall(r'id="(\d+\.[.\d]+)"', page)
    issues = [issue for theme in made.themes for issue in theme.told]
    assert anchors == [
        reference
        for issue in issues
        for reference in (issue.reference, *(one.reference for one in issue.recommendations))
    ]


def test_every_table_has_a_caption_and_every_heading_cell_its_scope(page: str) -> None:
    assert len(re.findall(r"<table(?: class=\"texts\")?>", page)) == page.count("<caption")
    assert re.findall(r"<th(?! scope=)[^e]", page) == []


def test_it_names_its_language_and_its_title(page: str) -> None:
    assert '<html lang="en">' in page
    assert "<title>What should be done next</title>" in page


@pytest.mark.parametrize(
    "words, tag",
    [
        ("ការជួញដូរមនុស្ស និងឧក្រិដ្ឋកម្ម", "km"),
        ("ການຄ້າມະນຸດ", "lo"),
        ("“ការជួញដូរ” is a word", ""),
        ("Corruption", ""),
    ],
)
def test_texts_in_another_script_have_their_language(made: Report, words: str, tag: str) -> None:
    page = html(document(replace(made, title=words, themes=[replace(made.themes[0], title=words)])))
    found = re.findall(
        rf"<(?:h1|h3 id=\S+?)( lang=\S+?)?>(?:<span.*?</span> )?{words}</h[13]>", page
    )
    assert found == 2 * [f' lang="{tag}"' if tag else ""]


def test_lines_of_tall_scripts_are_apart(made: Report, browser: Browser) -> None:
    khmer = "ការជួញដូរមនុស្ស និងឧក្រិដ្ឋកម្ម"
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.set_content(html(document(replace(made, title=khmer, language="km"))))
    line = "([s, of]) => parseFloat(getComputedStyle(document.querySelector(s)).lineHeight) / of"
    size = "s => parseFloat(getComputedStyle(document.querySelector(s)).fontSize)"
    for selector, least in (("h1", 1.5), (".entries .said", 1.7), ("p.about", 1.8)):
        assert phone.evaluate(line, [selector, phone.evaluate(size, selector)]) >= least - 0.01


def test_it_needs_nothing_else(page: str) -> None:
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page) == []
    assert "<script" not in page
    assert "url(" not in page


def test_the_list_of_contents_leads_to_every_section(page: str) -> None:
    contents, _, told = page.partition("<nav")[2].partition("</nav>")
    targets = re.findall(r'<a href="#([^"]+)"', contents)
    assert len(targets) == len(re.findall("<h2", told)) + 2  # the themes are listed too
    assert [target for target in targets if f'id="{target}"' not in told] == []


def test_no_link_within_it_leads_nowhere(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert {target for target in targets if f'id="{target}"' not in page} == set()


def test_an_issue_leads_to_the_sessions_that_it_was_noted_in(page: str) -> None:
    assert re.search(r'<a href="#section-agenda">[^<]*Raised in session A1\.</a>', page)
    assert page.count('id="section-agenda"') == 1


def test_a_nonce_lets_its_style_through_our_policy(made: Report) -> None:
    assert '<style nonce="abc">' in html(document(made), nonce="abc")


def test_it_is_as_wide_as_a_phone(page: str, browser: Browser) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.set_content(page)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_long_words_do_not_widen_a_small_phone(page: str, browser: Browser) -> None:
    long = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
    words = ("Corruption", "Session", "participants", "Donors", "Introduction", "More coffee")
    for word in words:  # in headings, the contents, tables, key figures and lists
        assert word in page
        page = page.replace(word, f"{long} {word}")
    phone = browser.new_page(viewport={"width": 320, "height": 640})
    phone.set_content(page)
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def printed(made: Document, browser: Browser) -> PdfReader:
    page = browser.new_page()
    page.set_content(html(made))
    return opened(page.pdf(prefer_css_page_size=True))


def test_on_paper_pages_have_numbers_and_there_is_nothing_to_press(
    made: Report, browser: Browser
) -> None:
    paper = printed(document(made), browser)
    last = len(paper.pages)
    assert f"{last} / {last}" in paper.pages[-1].extract_text()
    assert "1 / " not in paper.pages[0].extract_text()
    assert "As a table" not in text(paper)
    assert text(paper).count("Recommendations by theme") == 1


def of_a_large_room(vote: Vote | None) -> Vote | None:
    """As if more people could have voted than did."""
    if vote is None:
        return None
    larger = [(text, replace(one, electorate=99)) for text, one in vote.standings]
    if vote.figures is None:
        return replace(vote, standings=larger)
    options = [replace(one, electorate=99) for one in vote.figures.options]
    return replace(vote, standings=larger, figures=replace(vote.figures, options=options))


def test_on_paper_the_figures_that_no_picture_says_are_below_it(
    made: Report, browser: Browser
) -> None:
    votes = [replace(theme, final_vote=of_a_large_room(theme.final_vote)) for theme in made.themes]
    found = text(printed(annex(replace(made, themes=votes)), browser))
    assert found.count("Likely range for all eligible voters") == len(
        made.themes
    )  # shares: the ranges as figures
    assert "Chance" not in found  # the stability: the chart shows it


def test_on_paper_every_hash_stands_in_columns_that_are_not_folded_away(
    made: Report, browser: Browser
) -> None:
    choices = made.choices.model_copy(update={"every_hash": True})
    found = text(printed(annex(replace(made, choices=choices)), browser)).replace(" ", "")
    every = [line for vote in made.votes for line in vote.hashes]
    assert [line for line in every if line not in found] == []
