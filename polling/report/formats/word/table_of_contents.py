"""The table of contents: written with links, and as a field that Word can update.

It has no page numbers, because only the typesetting program knows them. A wrong number is worse
than none, and if Word filled them in when opening, it would ask each reader first.
"""

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.text.paragraph import Paragraph

from polling.core.i18n import _
from polling.report.formats.word.text_runs import begin_field, end_field, write_link_within
from polling.report.formats.word.writer import Writer
from polling.report.formats.word.xml import child, element

DEPTH = 2


class Contents:
    """Collects the headings, and writes the table of contents before them at the end."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._entries: list[tuple[str, str, int]] = []

    def begin(self) -> None:
        """Write the title on a separate page; `finish` adds the entries."""
        self._writer.begin_page()
        self._title = self._writer.paragraph("Contents Heading", _("Contents"))

    def add(self, heading: Paragraph, title: str, level: int, anchor: str = "") -> None:
        """Add a heading with a bookmark, to which its entry links, by its `anchor`."""
        key = str(len(self._entries) + 1)
        name = anchor or f"_Toc{int(key):08}"
        start = element("w:bookmarkStart", id=key, name=name)
        heading._p.insert_element_before(start, "w:r")
        child(heading._p, "w:bookmarkEnd", id=key)
        self._entries.append((title, name, min(level, DEPTH)))

    def finish(self) -> None:
        """Write the entries below the title."""
        below = self._title
        for at, entry in enumerate(self._entries):
            below = self._entry(below, *entry, is_first=at == 0)
        if self._entries:
            end_field(below._p)

    def _entry(
        self, above: Paragraph, title: str, name: str, level: int, *, is_first: bool
    ) -> Paragraph:
        made = self._writer.paragraph(f"TOC {level}")
        above._p.addnext(made._p)
        # For the page numbers that Word inserts when somebody updates the field.
        made.paragraph_format.tab_stops.add_tab_stop(self._writer.width, WD_TAB_ALIGNMENT.RIGHT)
        if is_first:
            begin_field(made._p, f'TOC \\o "1-{DEPTH}" \\h \\z \\u')
        write_link_within(made, title, name)
        return made
