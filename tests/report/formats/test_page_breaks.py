"""Related parts stay on one page, and table cells do not overlap."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from docx.oxml.ns import qn

from polling.core.typesetting import typeset_each
from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.document_blocks import (
    Block,
    Document,
    Entries,
    Entry,
    Paragraph,
    Percent,
    Prose,
    Section,
    Table,
)
from polling.report.formats.pdf import pdf, told
from polling.report.formats.word import docx
from polling.report.options import ReportImprint
from tests import word_file as word
from tests.pdf_file import opened
from tests.report.test_briefs import chosen

MOMENT = datetime(2026, 5, 5, tzinfo=UTC)


def of(*blocks: Block) -> Document:
    return Document(
        title="Title",
        subtitle="",
        about="",
        colophon="",
        language="en",
        accent="#0b7269",
        logo="",
        blocks=list(blocks),
    )


def issue(many: int = 2) -> Section:
    entries = [
        Entry(f"1.1.{at}", "Ports should repair their scanners.", ["9%"])
        for at in range(1, many + 1)
    ]
    return Section(
        "An issue",
        [
            Paragraph("Its rationale."),
            Paragraph("Chosen on most ballots.", quiet=True),
            Entries(["Ref.", "Recommendation", "Support"], entries),
        ],
        reference="1.1",
    )


def pages_that_hold(parts: Iterable[str], documents: Iterable[Any]) -> set[int]:
    """The pages after the contents that contain all parts, one in each document."""
    found: set[int] = set()
    for made in typeset_each("report/file.typ", documents, made_at=MOMENT):
        pages = [page.extract_text() for page in opened(made).pages[2:]]  # after the contents
        homes = [[at for at, page in enumerate(pages) if part in page] for part in parts]
        assert len(set(map(tuple, homes))) == 1, homes
        found |= set(chain(*homes))
    return found


def test_the_introduction_of_a_theme_stays_with_its_first_issue() -> None:
    about: list[Block] = [
        Prose("What it is about."),
        Prose("Who was heard."),
        Paragraph("All returned.", quiet=True),
    ]
    theme = Section("A theme", [*about, issue(many=6)], reference="1")
    fillers = [Section("Filler", [Paragraph("A line.")] * count) for count in range(16, 38, 2)]
    documents = (told(of(filler, theme)) for filler in fillers)
    made = list(documents)
    parts = ("A theme", "What it is about.", "Who was heard.", "All returned.", "An issue", "1.1.2")
    assert pages_that_hold(parts, made) == {0, 1}  # without the rule, some would be split


def test_the_recommendations_of_an_issue_may_continue_on_the_next_page() -> None:
    fillers = [Section("Filler", [Paragraph("A line.")] * count) for count in range(16, 38, 2)]
    documents = [told(of(filler, issue(many=6))) for filler in fillers]
    parted = set()
    for made in typeset_each("report/file.typ", documents, made_at=MOMENT):
        pages = [page.extract_text() for page in opened(made).pages[2:]]
        parted.add(tuple("1.1.1" in page and "1.1.6" not in page for page in pages))
    assert any(map(any, parted))


def test_an_issue_keeps_its_heading_and_rationale_with_its_recommendations() -> None:
    fillers = [Section("Filler", [Paragraph("A line.")] * count) for count in range(22, 38, 2)]
    documents = (told(of(filler, issue())) for filler in fillers)
    parts = ("An issue", "Its rationale.", "Chosen on most ballots.", "1.1.1")
    assert pages_that_hold(parts, documents) == {0, 1}  # without the rule, some would be split


def test_no_page_begins_or_ends_with_one_recommendation_of_an_issue() -> None:
    texts = [f"Port {at} should repair its scanners." for at in range(1, 7)]
    entries = [Entry(f"1.1.{at}", text, ["9%"]) for at, text in enumerate(texts, start=1)]
    listed = Entries(["Ref.", "Recommendation", "Support"], entries)
    fillers = [Section("Filler", [Paragraph("A line.")] * count) for count in range(20, 38)]
    documents = (told(of(filler, listed)) for filler in fillers)
    parted = set()
    for made in typeset_each("report/file.typ", documents, made_at=MOMENT):
        pages = [page.extract_text() for page in opened(made).pages]
        parted.add(tuple(count for page in pages if (count := sum(one in page for one in texts))))
    assert parted > {(6,)}  # without the rule, some are split
    assert all(min(counts) > 1 for counts in parted)


def test_in_word_so_do_two_rows_at_each_end() -> None:
    entries = [Entry(f"1.1.{at}", "Ports should act.", ["9%"]) for at in range(1, 6)]
    file = word.opened(docx(of(Entries(["Ref.", "Recommendation", "Support"], entries)), MOMENT))
    rows = file.tables[0].rows
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows]
    assert kept == [True, True, False, False, True, False]


def test_in_word_no_issue_is_parted() -> None:
    entries = [Entry(f"1.1.{at}", "Ports should act.", ["9%"]) for at in range(1, 6)]
    listed = Entries(["Ref.", "Recommendation", "Support"], entries, is_home=True)
    rows = word.opened(docx(of(listed), MOMENT)).tables[0].rows
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows]
    assert kept == [True] * 5 + [False]


def test_in_word_they_are_kept_together_too() -> None:
    file = word.opened(docx(of(Section("A theme", [Prose("About."), issue()])), MOMENT))
    kept = {one.text: one.paragraph_format.keep_with_next for one in file.paragraphs}
    assert not kept["About."]
    assert kept["Its rationale."]
    assert kept["Chosen on most ballots."]


def test_a_short_cell_below_a_long_title_does_not_reach_into_the_next_column() -> None:
    columns = [
        "Recommendation",
        "Rank",
        "Support",
        "Likely range for all eligible voters",
        "Selected",
    ]
    words = "Ports should repair the scanners that have been broken for years and years …"
    table = Table("A table", columns, [[words, 1, Percent(50), "all were asked", "no"]] * 2)
    starts: dict[str, float] = {}

    def note(text: str, matrix: list[float], *_more: Any) -> None:
        starts.setdefault(text.replace("\u00a0", " ").strip(), matrix[4])

    made = opened(pdf(of(Section("Votes", [table])), MOMENT))
    made.pages[-1].extract_text(visitor_text=note)
    assert starts["no"] - starts["all were asked"] > 60  # points: the width of the words


def test_in_word_a_column_has_room_for_its_longest_word() -> None:
    columns = ["Session", "Room", "Speakers", "Moderator"]
    many = "Head of a ranger service, Customs analyst, Wildlife forensics lecturer"
    table = Table("A table", columns, [["A session about money that moved", "Hall", many, "Noor"]])
    wordy = replace(table, rows=[[*table.rows[0][:3], "Judge of the telecommunications court"]])
    for one, longest in ((table, "Moderator"), (wordy, "telecommunications"[:16])):
        made = word.opened(docx(of(Section("Agenda", [one])), MOMENT)).tables[0]
        width = made.rows[0].cells[3].width or 0
        assert width > len(longest) * 60_000  # EMU: about 1.7 mm for a character


def test_in_word_a_table_with_many_columns_stays_on_the_page() -> None:
    table = Table("A table", [f"Column {at}" for at in range(12)], [["46 of 69"] * 12] * 2)
    file = word.opened(docx(of(Section("Votes", [table])), MOMENT))
    page = file.sections[0]
    room = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    assert sum(cell.width or 0 for cell in file.tables[0].rows[0].cells) <= room


def test_lines_that_lead_to_a_section_look_like_others_in_word(made: Report) -> None:
    file = word.opened(docx(publication(made), MOMENT))
    links = [link for link in file.element.body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert links
    assert [style for link in links for style in link.iter(qn("w:rStyle"))] == []


def test_the_imprint_is_in_word_too(made: Report) -> None:
    imprint = ReportImprint(publisher="River Office", contact="ask@example.org")
    document = publication(chosen(replace(made), imprint=imprint))
    text = word.text(word.opened(docx(document, MOMENT)))
    assert "Publisher: River Office" in text
    assert "Contact: ask@example.org" in text
