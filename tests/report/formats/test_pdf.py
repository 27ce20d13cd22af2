"""The report as a PDF, parsed by pypdf: tags, fonts, and text in every script."""

from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from polling.core import typesetting
from polling.report.data.report_data import Report
from polling.report.document import publication as document
from polling.report.document_blocks import Block, Section, Table
from polling.report.formats.pdf import pdf, told
from tests.pdf_file import claims_ua, elements, fonts, is_tagged, opened, text

SCRIPTS = {
    "NotoSans-Regular": "Khuyến nghị của các bộ về buôn bán động vật hoang dã",
    "NotoSansThai-Regular": "รัฐบาลควรเผยแพร่รายชื่อเจ้าหน้าที่ภายในสิ้นปีนี้",
    "NotoSansLao-Regular": "ລັດຖະບານຄວນເຜີຍແຜ່ລາຍຊື່ເຈົ້າໜ້າທີ່",
    "NotoSansKhmer-Regular": "រដ្ឋាភិបាលគួរតែបោះពុម្ពផ្សាយបញ្ជីឈ្មោះមន្ត្រី",
    "NotoSansMyanmar-Regular": "အစိုးရသည် အရာရှိများ၏ စာရင်းကို ထုတ်ပြန်သင့်သည်",
}


def read(report: Report) -> PdfReader:
    return opened(pdf(document(report), report.made_at))


def described(report: Report, words: str) -> Report:
    """The report with these texts in its first theme."""
    first, *others = report.themes
    told = replace(first.issues[0], rationale=words)
    theme = replace(first, issues=[told, *first.issues[1:]])
    return replace(report, themes=[theme, *others])


def test_it_is_tagged_and_says_so(pdf_file: bytes) -> None:
    found = opened(pdf_file)
    assert (is_tagged(found), claims_ua(found)) == (True, True)
    assert found.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_a_screen_reader_is_told_its_title_what_a_header_is_of_and_where_links_lead(
    pdf_file: bytes,
) -> None:
    found = opened(pdf_file)
    root: Any = found.trailer["/Root"]
    headers = [one["/A"] for one in elements(found) if one["/S"] == "/TH"]
    links = [one.get_object() for page in found.pages for one in page.get("/Annots", [])]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert {str(page["/Tabs"]) for page in found.pages} == {"/S"}  # tab order follows the structure
    assert {one["/Scope"] for attributes in headers for one in attributes} == {"/Column"}
    assert [
        link for link in links if not link.get("/Contents") or "/StructParent" not in link
    ] == []
    assert links


def test_its_headings_leave_out_no_level(pdf_file: bytes) -> None:
    levels = [int(one["/S"][2:]) for one in elements(opened(pdf_file)) if one["/S"][:2] == "/H"]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_its_bookmarks_are_its_sections(made: Report, pdf_file: bytes) -> None:
    outline = [str(one["/Title"]) for one in opened(pdf_file).outline if not isinstance(one, list)]
    assert outline == ["Contents", "Summary", *sections(made)]


def sections(report: Report) -> list[str]:
    return [block.title for block in document(report).blocks if isinstance(block, Section)]


def test_every_table_has_header_cells_and_a_numbered_caption(made: Report, pdf_file: bytes) -> None:
    found = opened(pdf_file)
    kinds = [one["/S"] for one in elements(found)]
    numbers = [one.number for one in tables_of(document(made).blocks)]
    assert kinds.count("/Caption") >= len(numbers) > 0
    assert kinds.count("/TH") >= kinds.count("/Table")
    said = text(found)
    assert [number for number in numbers if f"{number}. " not in said] == []


def tables_of(blocks: list[Block]) -> list[Table]:
    inner = [tables_of(one.blocks) if isinstance(one, Section) else [one] for one in blocks]
    return [one for one in chain(*inner) if isinstance(one, Table)]


def test_numbers_below_long_headings_leave_room_for_what_they_are_about(made: Report) -> None:
    names = [f"An issue in six words: {letter}" for letter in "ABCDEFGH"]
    table = Table("Two by two", ["Issue", *names], [[name, *range(8)] for name in names])
    found = opened(pdf(replace(document(made), blocks=[table]), made.made_at))
    last = found.pages[-1].extract_text()
    assert "An issue in \nsix words: A\n0 1 2" in last


def test_recommendations_follow_their_issue(made: Report, pdf_file: bytes) -> None:
    said, at = text(opened(pdf_file)), 0
    for issue in (one for theme in made.themes for one in theme.told):
        at = said.index(f"{issue.reference} {issue.headline}", at)
        for one in issue.recommendations:
            at = said.index(f"{one.reference} {one.text}", at)


@pytest.mark.parametrize("font", SCRIPTS)
def test_every_script_of_the_region_has_its_font_and_comes_back_as_text(
    made: Report, font: str
) -> None:
    found = read(described(made, SCRIPTS[font]))
    assert fonts(found)[font]
    assert claims_ua(found)


def test_all_fonts_are_embedded(made: Report) -> None:
    assert set(fonts(read(described(made, " ".join(SCRIPTS.values())))).values()) == {True}


def test_a_character_that_no_font_has_takes_the_promise_but_not_the_report(made: Report) -> None:
    found = read(described(made, "Well \U000f1234 done"))
    assert (is_tagged(found), claims_ua(found)) == (True, False)


def test_it_is_made_without_our_fonts_too(made: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "FONTS", Path("/no/such/folder"))
    assert "Permits can be bought" in text(read(made))


def test_control_characters_are_left_out(made: Report) -> None:
    found = read(described(made, "Money\x00 that\x1b should\x0b not move"))
    assert "Money that should not move" in text(found)
    assert claims_ua(found)


def test_the_same_report_is_the_same_file(made: Report) -> None:
    first, second = (pdf(document(made), made.made_at) for _ in range(2))
    assert first == second


def test_markdown_of_the_organizers_is_set(made: Report) -> None:
    links = "[Go](https://ok.example) [No](javascript:x)"
    written = f"## Then\n\n1. **One**\n2. *Two* and `three`\n\n> Said\n\n{links}"
    prose = made.prose.model_copy(update={"next_steps": written})
    found = read(replace(made, prose=prose))
    addresses = [
        annotation.get_object()["/A"].get("/URI")
        for page in found.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    ]
    kinds = [one["/S"] for one in elements(found)]
    assert [address for address in addresses if address] == ["https://ok.example"]
    assert "/BlockQuote" in kinds
    assert "Then" in text(found)


@pytest.mark.parametrize("title", ["Gypsy moths, jointly", "ຊື່ເຈົ້າໜ້າທີ່", "អចិន្ត្រៃយ៍"])
def test_nothing_of_the_running_header_is_cut_off(made: Report, title: str) -> None:
    data = told(replace(document(made), title=title)) | {"logo": []}
    pages = typesetting.drawn("report/file.typ", data)
    assert [number for number, (vector, _) in enumerate(pages) if b"clip-path" in vector] == []


def test_a_long_title_ends_in_the_running_header_after_a_word(made: Report) -> None:
    title = "From commitments to coordinated action against trafficking in all its forms " * 3
    page = opened(pdf(replace(document(made), title=title), made.made_at)).pages[3]
    header = page.extract_text().splitlines()[0]
    assert title.startswith(header.removesuffix("…"))
    assert header.endswith("…")
    assert title[len(header) - 1] == " "


def test_lines_in_khmer_are_apart_in_a_report_in_english_too(made: Report) -> None:
    latin, khmer = "Permits can be bought at borders. " * 9, "ការជួញដូរមនុស្សនិងឧក្រិដ្ឋកម្ម" * 9
    assert line_height(made, khmer) > line_height(made, latin) + 1


def line_height(made: Report, words: str) -> float:
    """The least distance of two lines of a paragraph with these words."""
    found: set[float] = set()

    def note(shown: str, matrix: list[float], *_other: Any) -> None:
        if shown.strip() and shown.strip() in words:
            found.add(matrix[5])

    for page in read(described(made, words)).pages[3:]:
        page.extract_text(visitor_text=note)
    gaps = (above - below for below, above in pairwise(sorted(found)))
    return min(gap for gap in gaps if gap > 5)  # marks are a little higher or lower
