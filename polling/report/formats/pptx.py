"""Slides for the closing plenary, with native charts and text boxes, so that they can be edited."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from polling.charts.text_wrapping import shortened
from polling.contests.kinds import RANKING
from polling.core.i18n import _, lazy
from polling.report.data.report_data import Issue, Report, Theme
from polling.report.document_blocks import NOTHING, Block, Entries, Entry, Section
from polling.report.formats.complex_scripts import Script, script_of
from polling.report.formats.control_characters import printable
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.rich_text import Code, Heading, List, Quote, RichBlock, Text, rich
from polling.report.formats.slide_text_size import largest_size
from polling.report.formats.xlsx import chart_xlsx
from polling.report.formats.zip_files import packed, unpacked
from polling.report.report_language import in_workshop_language
from polling.report.sections.across_themes import overall
from polling.report.sections.executive_summary import key_figures, priorities
from polling.report.sections.support_columns import columns, values
from polling.report.sections.vote_phrases import percent
from polling.report.writing import placeholders

WIDTH, HEIGHT, MARGIN, TOP, FOOT = 13.333, 7.5, 0.7, 1.7, 0.4  # inches; 16:9
MOST = 5  # texts on one slide
SIZES, TITLE_SIZES, SMALLER = (24, 20, 18, 16, 14), (30, 24, 20, 16), 4  # points
READABLE = 18  # points, unless a single text is too long
BELOW, CLOSE = 12, 4  # points below a text, and between it and its note
TITLE_ONLY = 5  # the index of this layout in the library's template
LONGEST_LABEL = 60  # letters, on an axis
_PROPERTIES, _MOMENT = "docProps/core.xml", re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
Bars = Sequence[tuple[str, int]]


@in_workshop_language
def pptx(report: Report) -> bytes:
    """Return the whole file; the same report gives the same bytes."""
    deck = _Deck(report)
    known = placeholders.figures(report)
    deck.title(report)
    deck.chart(_("Turnout"), _key_line(report), list(_turnout(report)))
    for theme in report.themes:
        _theme(deck, report, theme)
    for listed in priorities(report):
        if isinstance(listed, Entries):
            deck.entries(listed.columns[1], listed.columns, listed.entries)
    for title, listed in _lists(overall(report)):
        deck.entries(title, listed.columns, listed.entries)
    points = list(_plain(rich(placeholders.resolve(report.prose.next_steps, known))))
    deck.text(_("Next steps"), points)
    return packed(_of_one_moment(deck.saved(report), report.made_at), report.made_at)


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[str, Entries]]:
    """Return each list of recommendations with the title of its section."""
    for section in blocks:
        if isinstance(section, Section):
            yield from ((section.title, one) for one in section.blocks if isinstance(one, Entries))


def _key_line(report: Report) -> str:
    return " · ".join(f"{number} {words}" for number, words in key_figures(report))


def _turnout(report: Report) -> Iterator[tuple[str, int]]:
    """Return the turnout of each vote, in percent; paper ballots cannot be part of it."""
    for vote in report.votes:
        kind = _("Ranking") if vote.kind == RANKING else _("Final vote")
        if vote.turnout.of and not vote.issue:
            about = vote.theme or _("All themes")
            name = f"{kind}: {about}"
            yield _("%(vote)s (by phone)", vote=name) if vote.paper else name, vote.turnout.percent


def _theme(deck: "_Deck", report: Report, theme: Theme) -> None:
    """Add the priority issues as a chart, then the recommendations on each."""
    voted = [(issue, issue.standing.support.percent) for issue in theme.told if issue.standing]
    bars = [(f"{one.reference} {one.label or one.headline}".strip(), share) for one, share in voted]
    title = f"{theme.reference} {theme.title}".strip()
    deck.chart(title, _("Priority issues: share of ballots that chose them"), bars)
    for issue in theme.told:
        _issue(deck, report, issue)


def _issue(deck: "_Deck", report: Report, issue: Issue) -> None:
    every = issue.recommendations
    entries = [Entry(one.reference, one.text, values(report, issue, one)) for one in every]
    titles = [_("Ref."), _("Recommendation"), *columns(report, issue)]
    deck.entries(f"{issue.reference} {issue.headline}".strip(), titles, entries)


def _plain(blocks: Sequence[RichBlock]) -> Iterator[str]:
    """Convert Markdown to points, one for each paragraph or item."""
    for block in blocks:
        match block:
            case List():
                for item in block.items:
                    yield " ".join(_plain(item))
            case Quote():
                yield from _plain(block.blocks)
            case Heading() | Text():
                yield "".join(span.text for span in block.spans)
            case Code():
                yield block.text


class _Deck:
    """A presentation under construction."""

    def __init__(self, report: Report) -> None:
        # Only the worker process draws slides, so the server does not import the library.
        from pptx import Presentation  # noqa: PLC0415
        from pptx.dml.color import RGBColor  # noqa: PLC0415
        from pptx.util import Inches, Pt  # noqa: PLC0415

        self._inches, self._points = Inches, Pt
        self._accent = RGBColor.from_string(report.accent.removeprefix("#").upper())
        self._quiet = RGBColor(0x55, 0x60, 0x6C)
        self._language, self._made_at = report.language, report.made_at
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Inches(WIDTH), Inches(HEIGHT)

    def title(self, report: Report) -> None:
        """Add the title slide."""
        about = " · ".join(filter(None, [report.event, report.place, report.dates]))
        size = 44 if len(report.heading) <= LONGEST_LABEL else 32
        self._slide(report.heading, sizes=(size, *TITLE_SIZES), top=2.0, height=2.0)
        self._box([report.deck, about], top=4.2, size=24)

    def chart(self, title: str, note: str, bars: Bars) -> None:
        """Add bars in percent, the first on top; nothing if there are none."""
        from pptx.chart.data import CategoryChartData  # noqa: PLC0415
        from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415

        if not bars:
            return
        self._slide(title)
        self._box([note], top=TOP - 0.2, size=20, height=0.6)
        data = CategoryChartData(number_format='0"%"')
        shown = [(shortened(printable(label), LONGEST_LABEL), value) for label, value in bars]
        data.categories = [label for label, _value in shown]
        data.add_series(printable(note), [value for _label, value in shown])
        place = (MARGIN, TOP + 0.5, WIDTH - 2 * MARGIN, HEIGHT - TOP - 1)
        frame = self._shown.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, *map(self._inches, place), data
        )
        said = "; ".join(f"{label}: {percent(value)}" for label, value in bars)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(said))
        chart = frame.chart
        # The library's own workbook would make formulas of texts.
        chart.part.chart_workbook.update_from_xlsx_blob(
            chart_xlsx(printable(note), shown, self._made_at)
        )
        chart.has_legend = chart.has_title = False
        chart.font.size = self._points(16)
        _set_script(chart.font._element, " ".join(label for label, _ in bars), self._language)
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
        self._draw_bars(chart.plots[0])

    def _draw_bars(self, plot: Any) -> None:
        from pptx.enum.chart import XL_LABEL_POSITION  # noqa: PLC0415

        plot.gap_width, plot.has_data_labels = 40, True
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        fill = plot.series[0].format.fill
        fill.solid()
        fill.fore_color.rgb = self._accent

    def entries(self, title: str, columns: Sequence[str], entries: Sequence[Entry]) -> None:
        """Add recommendations with their numbers as text, on slides with the same layout."""
        texts = [f"{one.reference}  {one.text}".strip() for one in entries]
        self._listed(title, texts, [_numbers(columns[2:], one.values) for one in entries])

    def text(self, title: str, points: Sequence[str]) -> None:
        """Add sentences, one per paragraph."""
        self._listed(title, points, [""] * len(points))

    def _listed(self, title: str, texts: Sequence[str], notes: Sequence[str]) -> None:
        """Add texts on slides with the same layout, each with the note below it."""
        parts, size = _spread(texts, notes)
        for at, part in enumerate(parts, start=1):
            self._slide(f"{title} ({at}/{len(parts)})" if len(parts) > 1 else title)
            self._box(texts[part], top=TOP, size=size, notes=notes[part])

    def saved(self, report: Report) -> bytes:
        """Return the file with its properties."""
        properties = self._deck.core_properties
        properties.title, properties.language = printable(report.heading)[:255], report.language
        imprint = report.imprint
        properties.author = printable(imprint.authors or imprint.publisher)[:255]
        properties.last_modified_by, properties.comments = properties.author, ""
        properties.created = properties.modified = report.made_at.astimezone(UTC).replace(
            tzinfo=None
        )
        out = io.BytesIO()
        self._deck.save(out)
        return out.getvalue()

    def _slide(
        self,
        title: str,
        *,
        sizes: Sequence[int] = TITLE_SIZES,
        top: float = 0.4,
        height: float = 1.1,
    ) -> None:
        self._shown = self._deck.slides.add_slide(self._deck.slide_layouts[TITLE_ONLY])
        box = self._shown.shapes.title
        self._place(box, top, height)
        frame = _wrapped(box)
        size = largest_size(sizes, *_room(height), lambda size: [(title, size, 0)])
        self._write(frame.paragraphs[0], title, size, bold=True, colour=self._accent)

    def _box(
        self,
        texts: Sequence[str],
        *,
        top: float,
        size: int,
        height: float | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        box = self._shown.shapes.add_textbox(0, 0, 0, 0)
        self._place(box, top, HEIGHT - top - FOOT if height is None else height)
        frame = _wrapped(box)
        lines: list[tuple[str, bool]] = []
        for at, text in enumerate(texts):
            lines += [(text, False)] if text else []
            lines += [(notes[at], True)] if at < len(notes) and notes[at] else []
        for at, (text, is_note) in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = self._points(BELOW if is_note or not any(notes) else CLOSE)
            colour = self._quiet if is_note else None
            self._write(paragraph, text, size - SMALLER if is_note else size, colour=colour)

    def _place(self, shape: Any, top: float, height: float) -> None:
        shape.left, shape.width = self._inches(MARGIN), self._inches(WIDTH - 2 * MARGIN)
        shape.top, shape.height = self._inches(top), self._inches(height)

    def _write(
        self, paragraph: Any, text: str, size: int, *, bold: bool = False, colour: Any = None
    ) -> None:
        from pptx.enum.text import PP_ALIGN  # noqa: PLC0415

        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = printable(text)
        run.font.size, run.font.bold = self._points(size), bold
        script = _set_script(run._r.get_or_add_rPr(), text, self._language)
        if script and script.line:
            paragraph.line_spacing = self._points(size * script.line)
        if colour is not None:
            run.font.color.rgb = colour


def _wrapped(box: Any) -> Any:
    """Return the text of a box. Long lines are wrapped; too much text is shrunk to fit."""
    from pptx.enum.text import MSO_AUTO_SIZE  # noqa: PLC0415

    frame = box.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    return frame


def _set_script(properties: Any, text: str, language: str) -> Script | None:
    """Set the language and the font for complex scripts, which python-pptx does not support."""
    from pptx.oxml.ns import qn  # noqa: PLC0415

    script = script_of(text)
    properties.set("lang", script.language if script else language)
    if script:
        properties.append(properties.makeelement(qn("a:cs"), {"typeface": script.font}))
    return script


def _spread(texts: Sequence[str], notes: Sequence[str]) -> tuple[list[slice], int]:
    """Spread texts over as few slides as possible, in a font size that people can read."""
    for most in range(MOST, 0, -1):
        parts = _parts(len(texts), most)
        size = min((_size(texts[part], notes[part]) for part in parts), default=READABLE)
        if size >= READABLE:
            break
    return parts, size


def _parts(count: int, most: int) -> list[slice]:
    """Return about the same number of texts for each slide."""
    slides = -(-count // most)
    ends = [count * at // slides for at in range(slides + 1)] if slides else []
    return [slice(*ends_of) for ends_of in pairwise(ends)]


def _numbers(names: Sequence[str], given: Sequence[str]) -> str:
    """Return the available numbers, such as "Score: 79.6 · Support: 96%"."""
    told = zip(names, given, strict=True)
    return " · ".join(f"{name}: {value}" for name, value in told if value != NOTHING)


def _of_one_moment(deck: bytes, made_at: datetime) -> dict[str, bytes]:
    """Set all times in the file, including the charts' workbooks, to the time of the report."""
    files = unpacked(deck)
    for name in files:
        if name.endswith(".xlsx"):
            book = unpacked(files[name])
            stamp = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
            book[_PROPERTIES] = _MOMENT.sub(stamp, book[_PROPERTIES])
            files[name] = packed(book, made_at)
    return files


def _room(height: float) -> tuple[float, float]:
    """Return the width and height, in points, for text in a box of this height in inches."""
    return 72 * (WIDTH - 2 * MARGIN - 0.2), 72 * (height - 0.1)


def _size(texts: Sequence[str], notes: Sequence[str]) -> int:
    """Return the font size, in points, at which these texts and notes fit on a slide."""

    def paragraphs(size: int) -> list[tuple[str, int, int]]:
        after = CLOSE if any(notes) else BELOW
        of_texts = [(text, size, after) for text in texts]
        return of_texts + [(note, size - SMALLER, BELOW) for note in notes if note]

    return largest_size(SIZES, *_room(HEIGHT - TOP - FOOT), paragraphs)


class Pptx(ReportFormat):
    """The report as slides."""

    key = "pptx"
    document = "publication"
    name = "PowerPoint"
    about = lazy("slides with editable charts")
    extension = "pptx"
    mimetype = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    archive_name = "slides"

    def render(self, source: Report) -> bytes:
        """Return slides of the publication."""
        return pptx(source)
