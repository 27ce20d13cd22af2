"""The report for Word, parsed: styles, lists, captions, fields, and text in every script."""

import io
import random
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.image.image import Image
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from polling.report.data.report_data import Edition, Report
from polling.report.document import annex
from polling.report.document import publication as document
from polling.report.document_blocks import Block, Figure, Section
from polling.report.document_blocks import Table as TableBlock
from polling.report.formats.word import docx, is_template, tables
from polling.report.options import ReportProse
from tests.report.formats.test_pdf import SCRIPTS, described, sections, tables_of
from tests.word_file import opened, styles, text

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63"
    "6060606000000005000"
    "1a5f645400000000049454e44ae426082"
)


VECTOR = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"


def made_file(report: Report, template: bytes | None = None) -> bytes:
    return docx(document(report), report.made_at, template)


def annex_of(report: Report) -> bytes:
    return docx(annex(report), report.made_at)


def test_its_sections_are_headings_of_its_styles(made: Report, word_file: bytes) -> None:
    found = styles(opened(word_file))
    first = [shown for style, shown in found if style == "Heading 1"]
    second = [shown for style, shown in found if style == "Heading 2"]
    assert first == ["Summary", *sections(made)]
    assert second[1:3] == ["1 Corruption", "2 Coordination"]  # behind the method's
    assert [shown for style, shown in found if style == "Title"] == [made.title]


def test_its_contents_link_to_its_headings_and_are_a_field(word_file: bytes) -> None:
    body: Any = opened(word_file).element.body
    targets = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    codes = [(one.text or "").split()[0] for one in body.iter(qn("w:instrText"))]
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert links <= targets
    assert {one for one in targets if one.startswith("_Toc")} <= links
    assert (codes[0], set(codes)) == ("TOC", {"TOC", "SEQ"})
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    # Nothing that makes Word ask its reader about updating fields.
    assert not [one for one in body.iter(qn("w:fldChar")) if one.get(qn("w:dirty"))]


def test_every_table_has_a_numbered_caption_and_a_header_row(
    made: Report, word_file: bytes
) -> None:
    word = opened(word_file)
    captions = captions_of(word, "Table")
    first_rows: list[Any] = [table._tbl.tr_lst[0].trPr for table in word.tables]
    described = [table._tbl.tblPr.find(qn("w:tblCaption")) for table in word.tables]
    assert captions == [one.heading for one in tables_of(document(made).blocks)]
    assert all(row.find(qn("w:tblHeader")) is not None for row in first_rows)
    assert all(one.get(qn("w:val")) for one in described)


def captions_of(word: WordDocument, kind: str) -> list[str]:
    captions = [shown for style, shown in styles(word) if style == "Caption"]
    return [caption for caption in captions if caption.startswith(f"{kind} ")]


def test_every_chart_is_drawn_below_a_numbered_caption(made: Report, annex_file: bytes) -> None:
    word, charts = opened(annex_file), charts_of(annex(made).blocks)
    drawings = list(word.element.body.iter(qn("wp:inline")))
    assert captions_of(word, "Figure") == [
        f"Figure A{number}. {one.chart.title}" for number, one in enumerate(charts, start=1)
    ]
    assert len(drawings) == len(charts) > 5
    for drawing in drawings:
        above = drawing.getparent().getparent().getparent().getprevious()
        assert Paragraph(above, word).paragraph_format.keep_with_next


def charts_of(blocks: list[Block]) -> list[Figure]:
    inner = [charts_of(one.blocks) if isinstance(one, Section) else [one] for one in blocks]
    return [one for one in chain(*inner) if isinstance(one, Figure)]


def test_every_chart_is_a_vector_with_pixels_for_programs_that_show_none(annex_file: bytes) -> None:
    word = opened(annex_file)
    for blip in word.element.body.iter(qn("a:blip")):
        (vector,) = (word.part.related_parts[one.get(qn("r:embed"))] for one in blip.iter(VECTOR))
        pixels = word.part.related_parts[blip.get(qn("r:embed"))]
        assert (vector.content_type, pixels.content_type) == ("image/svg+xml", "image/png")
        _, _, width, height = map(float, parse_xml(vector.blob).get("viewBox").split())
        image = Image.from_blob(pixels.blob)
        assert image.px_width / image.px_height == pytest.approx(width / height, rel=0.01)


@pytest.mark.parametrize("label", SCRIPTS.values(), ids=SCRIPTS)
def test_letters_of_charts_are_drawn_so_that_no_program_needs_their_font(
    made: Report, label: str
) -> None:
    word = opened(annex_of(with_options(made, label)))
    vectors = [one.blob for one in word.part.package.iter_parts() if "svg" in one.content_type]
    tags = {one.tag.partition("}")[2] for vector in vectors for one in parse_xml(vector).iter()}
    assert tags.isdisjoint({"text", "image", "style"})
    assert "path" in tags


def with_options(report: Report, label: str, times: int = 1) -> Report:
    """The report with this label on all issues of its first theme, repeated this many times."""
    first, *others = report.themes
    assert first.ranking is not None
    assert first.ranking.figures is not None
    some = [
        replace(one, label=label, chance=None, pairs=[], sectors=[])
        for one in first.ranking.figures.options
    ]
    figures = replace(first.ranking.figures, options=times * some)
    theme = replace(first, ranking=replace(first.ranking, figures=figures))
    return replace(report, themes=[theme, *others])


def test_a_chart_is_as_wide_as_the_text_unless_it_were_higher_than_the_page(made: Report) -> None:
    word = opened(annex_of(with_options(made, "Permits", times=20)))
    *others, highest = sorted(word.inline_shapes, key=lambda one: one.height)
    assert highest.width < max(one.width for one in others) == pytest.approx(Mm(160), rel=0.01)
    assert max(one.height for one in others) < highest.height < Mm(250)  # the text area's height


def test_a_chart_tells_its_figures_who_cannot_see_it(made: Report, annex_file: bytes) -> None:
    word = opened(annex_file)
    said = [one.get("descr") for one in word.element.body.iter(qn("wp:docPr"))]
    figures = charts_of(annex(made).blocks)
    for heard, figure in zip(said, figures, strict=True):
        cells = [str(cell) for row in figure.table.rows for cell in row]
        told = [cell for cell in cells if cell in heard]
        assert heard.startswith(f"{figure.chart.title}. {figure.chart.description} ")
        assert told == cells or "See the table below" in heard


def test_what_a_picture_does_not_say_is_in_a_table_below(made: Report, annex_file: bytes) -> None:
    figures = charts_of(annex(made).blocks)
    captions = [shown for style, shown in styles(opened(annex_file)) if style == "Caption"]
    below = [
        one.removeprefix("Data for the chart: ") for one in captions if one.startswith("Data for")
    ]
    assert below == [one.chart.title for one in figures if not one.chart.says_all]
    assert below


def test_an_issue_is_a_heading_above_the_table_of_its_recommendations(
    made: Report, word_file: bytes
) -> None:
    word = opened(word_file)
    headings = [shown for style, shown in styles(word) if style == "Heading 3"]
    rows = [[cell.text for cell in row.cells[:2]] for table in word.tables for row in table.rows]
    for issue in made.themes[0].told:
        assert f"{issue.reference} {issue.headline}" in headings
        assert all([one.reference, one.text] in rows for one in issue.recommendations)


def test_each_numbered_list_begins_with_one(word_file: bytes) -> None:
    word = opened(word_file)
    numbering: Any = word.part.numbering_part.element
    starts = [one.get(qn("w:val")) for one in numbering.iter(qn("w:startOverride"))]
    assert starts == ["1", "1"]  # in the method, and in the next steps


def test_its_footer_counts_the_pages_but_not_on_the_title_page(
    made: Report, word_file: bytes
) -> None:
    section = opened(word_file).sections[0]
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
    described, *_charts = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert described == "River Days · Boat House · 5 May 2026"


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
    word = opened(made_file(made, saved(template)))
    assert word.styles["Heading 1"].font.name == "Impact"
    assert word.sections[0].header.paragraphs[0].text == "Our letterhead"
    assert "To be replaced" not in text(word)
    assert made.themes[0].told[0].headline in text(word)


def test_a_file_that_is_not_word_is_refused_as_a_template() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert [is_template(one) for one in (b"", b"text", PIXEL, empty.getvalue())] == 4 * [False]


def without_a_page(word: WordDocument) -> None:
    for section in word.element.body.findall(qn("w:sectPr")):
        section.getparent().remove(section)


def on_a_stamp(word: WordDocument) -> None:
    word.sections[0].page_width = word.sections[0].page_height = Mm(30)


@pytest.mark.parametrize("spoil", [without_a_page, on_a_stamp])
def test_a_template_without_room_for_text_is_none(spoil: Callable[[WordDocument], None]) -> None:
    template = Document()
    assert is_template(saved(template))
    spoil(template)
    assert not is_template(saved(template))


def test_a_damaged_template_is_none() -> None:
    sound = saved(Document())
    chance = random.Random(7)
    for _ in range(50):
        damaged = bytearray(sound)
        for at in chance.sample(range(len(sound)), 20):
            damaged[at] ^= 0xFF
        assert not is_template(bytes(damaged))


def saved(word: WordDocument) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_every_part_is_sound_xml(word_file: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(word_file))
    for name in archive.namelist():
        if re.search(r"\.(xml|rels)$", name):
            assert len(parse_xml(archive.read(name))) >= 0


THAI = "ข้อเสนอแนะของผู้เข้าร่วมการประชุมเชิงปฏิบัติการเพื่อยุติการค้ามนุษย์"


def test_a_full_page_before_the_chapters_adds_no_empty_page(made: Report, word_file: bytes) -> None:
    # A page break would be on the next page if the summary fills its page.
    for file in (word_file, made_file(replace(made, themes=[], prose=ReportProse()))):
        assert not list(opened(file).element.body.iter(qn("w:br")))
    paged = [
        one.text for one in opened(word_file).paragraphs if one.paragraph_format.page_break_before
    ]
    assert paged == ["Contents", "Summary", "Introduction"]


def test_the_footer_of_a_version_has_its_number_but_not_its_hash(made: Report) -> None:
    edition = Edition(3, "0" * 64)
    footer = opened(made_file(replace(made, edition=edition))).sections[0].footer
    assert footer.paragraphs[0].text.startswith("Version 3 · As of 5 May 2026\t")


def test_the_imprint_is_apart_from_the_contents(made: Report) -> None:
    imprint = made.choices.imprint.model_copy(update={"publisher": "River Days", "doi": "10.1/1"})
    choices = made.choices.model_copy(update={"imprint": imprint})
    lines = opened(made_file(replace(made, choices=choices))).paragraphs
    first, second = (one for one in lines if one.text.startswith(("Publisher", "DOI")))
    assert first.paragraph_format.space_before > Pt(20)
    assert second.paragraph_format.space_before is None


@pytest.mark.parametrize(
    "language, latin, complex_", [("km", "en", "km"), ("th", "th", "th"), ("en", "en", "en")]
)
def test_our_words_are_marked_as_english_if_they_are(
    made: Report, language: str, latin: str, complex_: str
) -> None:
    word = opened(made_file(replace(made, language=language)))
    (found,) = word.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    assert (found.get(qn("w:val")), found.get(qn("w:bidi"))) == (latin, complex_)


def test_a_sentence_in_thai_gets_most_of_the_width() -> None:
    heading = "การลงคะแนนขั้นสุดท้าย"
    table = TableBlock("", ["#", "?", "?", heading], [["1.2.3", 3 * THAI, THAI[:30], "100%"]])
    _, text, theme, vote = tables._widths(table, Mm(160), tables.PADDING)
    assert text > Mm(75) > 2 * theme
    assert vote < Mm(25)


@pytest.mark.parametrize("columns, is_crowded", [(4, False), (12, True)])
def test_a_table_with_many_columns_has_narrow_margins(
    made: Report, columns: int, is_crowded: bool
) -> None:
    table = TableBlock("", ["Rating"] * columns, [["90–100%"] * columns])
    word = opened(docx(replace(document(made), blocks=[table]), made.made_at))
    properties: Any = word.tables[-1]._tbl.tblPr
    assert (properties.find(qn("w:tblCellMar")) is not None) is is_crowded


def test_the_text_after_a_list_is_apart_from_it(word_file: bytes) -> None:
    written = opened(word_file).paragraphs
    numbered: Any = [one._p.find(f".//{qn('w:numPr')}") is not None for one in written]
    last = [
        one
        for one, here, below in zip(written, numbered, numbered[1:], strict=False)
        if here > below
    ]
    assert last
    assert {one.paragraph_format.space_after for one in last} == {None}


def test_lines_in_khmer_are_as_high_in_every_program(made: Report) -> None:
    logo = f"data:image/png;base64,{b64encode(PIXEL).decode()}"
    word = opened(made_file(replace(made, language="km", logo=logo)))
    assert word.styles["Normal"].paragraph_format.line_spacing == Pt(15)
    assert word.styles["Heading 1"].paragraph_format.line_spacing == Pt(27)
    drawn = [one for one in word.paragraphs if one._p.findall(f".//{qn('w:drawing')}")]
    assert drawn
    assert {one.paragraph_format.line_spacing for one in drawn} == {1.0}


def test_lines_in_english_are_as_high_as_the_font_wants(made: Report) -> None:
    spacing = opened(made_file(made)).styles["Normal"].paragraph_format.line_spacing
    assert isinstance(spacing, float)
