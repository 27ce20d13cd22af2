"""A Word document under construction, with cached ids of its styles.

python-docx searches the whole list of styles for each paragraph.
"""

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from polling.report.formats.word.text_runs import write


class Writer:
    """Appends paragraphs to `word`; text on a page has this `width` and `height`."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self._ids = {style.name: style.style_id for style in word.styles}
        section = word.sections[-1]
        beside = (section.left_margin or 0) + (section.right_margin or 0)
        above_and_below = (section.top_margin or 0) + (section.bottom_margin or 0)
        self._last: Paragraph | None = None
        self._begins_page = False
        self.width = (section.page_width or 0) - beside
        self.height = (section.page_height or 0) - above_and_below

    def paragraph(self, style: str, text: str = "") -> Paragraph:
        """Add a paragraph in this style."""
        made = self._last = self.word.add_paragraph()
        self.set_style(made, style)
        if self._begins_page:
            made.paragraph_format.page_break_before = True
            made.paragraph_format.space_before = Pt(0)
            self._begins_page = False
        if text:
            write(made, text)
        return made

    def begin_page(self) -> None:
        """Begin a page with the next paragraph. A page break would add a line to a full page."""
        self._begins_page = True

    def picture_line(self) -> Paragraph:
        """A new paragraph for pictures: a line of fixed height would cut them off."""
        made = self.paragraph("Normal")
        made.paragraph_format.line_spacing = 1.0
        return made

    def keep_with_next(self) -> None:
        """Keep the last paragraph on one page with the next."""
        if self._last is not None:
            self._last.paragraph_format.keep_with_next = True

    def set_style(self, paragraph: Paragraph, style: str) -> None:
        """Set one of the styles that `prepare_styles` has prepared."""
        paragraph._p.style = self._ids[style]
