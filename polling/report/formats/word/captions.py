"""Captions that count: Word numbers them anew, and can list them."""

from polling.report.formats.word.text import write, write_field
from polling.report.formats.word.writer import Writer


def add_caption(writer: Writer, kind: str, label: str, number: int, title: str) -> None:
    """The caption of what comes next, on one page with it: "Table 3  Who took part".

    `kind` is what Word counts by, "Table" or "Figure"; `label` is how the language calls it.
    """
    caption = writer.paragraph("Caption", f"{label} ")
    write_field(caption._p, f"SEQ {kind} \\* ARABIC", str(number))
    write(caption, f"  {title}")
    writer.keep_with_next()


def add_note(writer: Writer, note: str) -> None:
    """What stands between a caption and what it is about."""
    if note:
        writer.paragraph("Figures", note)
        writer.keep_with_next()
