"""The report for Word, read back: its styles, lists, captions, fields, words in every script."""

import io
import re
import zipfile
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats.word import docx, is_template
from tests.report.formats.test_pdf import described, sections
from tests.word import opened, styles, text

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63"
    "6060606000000005000"
    "1a5f645400000000049454e44ae426082"
)


def made_file(report: Report, template: bytes | None = None) -> bytes:
    return docx(document(report), report.made_at, template)


def test_its_sections_are_headings_of_its_styles(made: Report) -> None:
    found = styles(opened(made_file(made)))
    first = [shown for style, shown in found if style == "Heading 1"]
    second = [shown for style, shown in found if style == "Heading 2"]
    assert first == sections(made)
    assert second[:2] == ["Corruption", "Coordination"]
    assert [shown for style, shown in found if style == "Title"] == [made.title]


def test_its_contents_link_to_its_headings_and_are_a_field(made: Report) -> None:
    body: Any = opened(made_file(made)).element.body
    targets = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    codes = [(one.text or "").split()[0] for one in body.iter(qn("w:instrText"))]
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert links == targets
    assert (codes[0], set(codes)) == ("TOC", {"TOC", "SEQ"})
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    # Nothing that makes Word ask its reader whether it may update fields.
    assert not [one for one in body.iter(qn("w:fldChar")) if one.get(qn("w:dirty"))]


def test_every_table_has_a_numbered_caption_and_a_header_row(made: Report) -> None:
    word = opened(made_file(made))
    captions = [shown for style, shown in styles(word) if style == "Caption"]
    first_rows: list[Any] = [table._tbl.tr_lst[0].trPr for table in word.tables]
    described = [table._tbl.tblPr.find(qn("w:tblCaption")) for table in word.tables]
    assert [caption.split()[1] for caption in captions] == [
        str(number) for number in range(1, len(word.tables) + 1)
    ]
    assert all(row.find(qn("w:tblHeader")) is not None for row in first_rows)
    assert all(one.get(qn("w:val")) for one in described)


def test_recommendations_are_a_level_below_their_issue(made: Report) -> None:
    word = opened(made_file(made))
    levels = {}
    for paragraph in word.paragraphs:
        numbered: Any = paragraph._p.find(f".//{qn('w:numPr')}")
        if numbered is not None:
            levels[paragraph.text] = numbered.ilvl.val
    issue = made.themes[0].told[0]
    assert levels[issue.headline] == 0
    assert {levels[one.text] for one in issue.recommendations} == {1}


def test_each_numbered_list_begins_with_one(made: Report) -> None:
    word = opened(made_file(made))
    numbering: Any = word.part.numbering_part.element
    starts = [one.get(qn("w:val")) for one in numbering.iter(qn("w:startOverride"))]
    assert starts == ["1"] * (len(made.themes) + 1)  # and one in the next steps


def test_its_footer_counts_the_pages_but_not_on_the_title_page(made: Report) -> None:
    section = opened(made_file(made)).sections[0]
    footer: Any = section.footer._element
    assert [(one.text or "").strip() for one in footer.iter(qn("w:instrText"))] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert section.header.paragraphs[0].text == made.title
    assert section.different_first_page_header_footer


def test_the_logo_has_a_text_instead(made: Report) -> None:
    logo = f"data:image/png;base64,{b64encode(PIXEL).decode()}"
    body: Any = opened(made_file(replace(made, logo=logo))).element.body
    described = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert described == ["River Days · Boat House · 5 May 2026"]


@pytest.mark.parametrize(
    "words, font, language",
    [
        pytest.param("รัฐบาลควรเผยแพร่รายชื่อ", "Leelawadee UI", "th-TH", id="Thai"),
        pytest.param("ລັດຖະບານຄວນເຜີຍແຜ່", "Leelawadee UI", "lo-LA", id="Lao"),
        pytest.param("រដ្ឋាភិបាលគួរតែ", "Leelawadee UI", "km-KH", id="Khmer"),
        pytest.param("အစိုးရသည် စာရင်းကို", "Myanmar Text", "my-MM", id="Burmese"),
    ],
)
def test_complex_scripts_have_their_font_and_language(
    made: Report, words: str, font: str, language: str
) -> None:
    word = opened(made_file(described(made, words)))
    (run,) = [run for one in word.paragraphs for run in one.runs if run.text == words]
    properties: Any = run._r.rPr
    assert properties.rFonts.get(qn("w:cs")) == font
    assert properties.find(qn("w:lang")).get(qn("w:bidi")) == language


def test_control_characters_are_left_out(made: Report) -> None:
    found = text(opened(made_file(described(made, "Money\x00 that\x1b should\ufffe move"))))
    assert "Money that should move" in found


def test_markdown_of_the_organizers_is_set(made: Report) -> None:
    links = "[Go](https://ok.example) [No](javascript:x)"
    written = f"## Then\n\n3. **One**\n4. Two\n   - Three\n\n> Said\n\n{links}"
    prose = made.prose.model_copy(update={"next_steps": written})
    word = opened(made_file(replace(made, prose=prose)))
    found = styles(word)
    external = [one.target_ref for one in word.part.rels.values() if one.is_external]
    assert external == ["https://ok.example"]
    assert ("Heading 3", "Then") in found
    assert ("Quote", "Said") in found
    assert [run.text for one in word.paragraphs for run in one.runs if run.bold][-1] == "One"


def test_a_template_gives_its_styles_and_its_header_and_none_of_its_text(made: Report) -> None:
    template = Document()
    template.add_paragraph("To be replaced")
    template.sections[0].header.paragraphs[0].text = "Our letterhead"
    template.styles["Heading 1"].font.name = "Impact"
    out = io.BytesIO()
    template.save(out)
    word = opened(made_file(made, out.getvalue()))
    assert word.styles["Heading 1"].font.name == "Impact"
    assert word.sections[0].header.paragraphs[0].text == "Our letterhead"
    assert "To be replaced" not in text(word)
    assert made.themes[0].told[0].headline in text(word)


def test_what_is_no_word_file_is_no_template() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert [is_template(one) for one in (b"", b"text", PIXEL, empty.getvalue())] == 4 * [False]


def test_every_part_is_sound_xml(made: Report) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made_file(made)))
    for name in archive.namelist():
        if re.search(r"\.(xml|rels)$", name):
            assert len(parse_xml(archive.read(name))) >= 0
