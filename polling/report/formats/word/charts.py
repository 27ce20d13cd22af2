"""Charts in Word: as vectors, with pixels for programs that cannot show them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shape import InlineShape
from docx.shared import Emu

from polling.charts.svg import WIDTH
from polling.core import typesetting
from polling.core.i18n import _
from polling.report.document_blocks import Block, Document, Figure, Section
from polling.report.formats.control_characters import printable
from polling.report.formats.word.captions import add_caption, add_note
from polling.report.formats.word.writer import Writer

WIDEST = WIDTH * typesetting.PPI / 72  # pixels
HIGHEST = 0.8  # of the page, with space for a caption
# The identifier in [MS-ODRAWXML] of a vector with a fallback picture.
_VECTOR = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip r:embed="{key}"'
    ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    "</a:ext></a:extLst>"
)


@dataclass(frozen=True)
class Picture:
    """A chart as SVG and as PNG."""

    vector: bytes
    pixels: bytes


def pictures(document: Document) -> Iterator[Picture]:
    """Return a picture for each chart of a document, in order, all drawn at once."""
    charts = [printable(str(one.chart.svg())) for one in _figures(document.everything)]
    about = {"accent": document.accent, "language": document.language}
    drawn = typesetting.drawn("report/charts.typ", {"charts": charts, **about}) if charts else []
    return (Picture(*one) for one in drawn)


def _figures(blocks: list[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _figures(block.blocks)
        elif isinstance(block, Figure):
            yield block


def add_figure(writer: Writer, figure: Figure, picture: Picture) -> None:
    """Add the caption and the chart."""
    add_caption(writer, "Figure", figure.number, figure.chart.title)
    add_note(writer, figure.note)
    shape = (
        writer.picture_line()
        .add_run()
        .add_picture(io.BytesIO(picture.pixels), *_size(picture.pixels, writer))
    )
    _add_vector(shape, picture.vector, writer)
    shape._inline.docPr.set("descr", printable(_in_words(figure)))


def _size(pixels: bytes, writer: Writer) -> tuple[Emu, Emu]:
    """A wide chart is as wide as the text; a narrow one has letters of the text's size."""
    image = Image.from_blob(pixels)
    pixel = min(writer.width / WIDEST, HIGHEST * writer.height / image.px_height)
    return Emu(round(image.px_width * pixel)), Emu(round(image.px_height * pixel))


def _add_vector(shape: InlineShape, vector: bytes, writer: Writer) -> None:
    document = writer.word.part
    name = document.package.next_partname("/word/media/chart%d.svg")
    part = Part(name, "image/svg+xml", vector, document.package)
    key = document.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    picture: Any = shape._inline.graphic.graphicData.pic
    picture.blipFill.blip.append(parse_xml(_VECTOR.format(key=key)))


def _in_words(figure: Figure) -> str:
    """Return a description, with the figures unless a table below has them."""
    chart = figure.chart
    figures = figure.figures if chart.says_all else _("See the table below.")
    return f"{chart.title}. {chart.description} {figures}"
