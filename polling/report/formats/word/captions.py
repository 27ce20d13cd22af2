"""Captions with the same numbers of tables and figures as in all formats.

Numbers are counting fields if that gives the same number, so that Word can list them.
"""

import re

from polling.report.formats.word.text_runs import write, write_field
from polling.report.formats.word.writer import Writer

_COUNTED = re.compile(r"(.*?)(\d+)$")


def add_caption(writer: Writer, kind: str, number: str, title: str) -> None:
    """Add a caption, kept with the next block: "Table 3. Who took part".

    `kind` is Word's counter, "Table" or "Figure"; `number` is "" for a caption without one.
    """
    caption = writer.paragraph("Caption")
    if found := _COUNTED.fullmatch(number):
        write(caption, found[1])
        write_field(caption._p, f"SEQ {kind} \\* ARABIC", found[2])
        title = f". {title}"
    write(caption, title)
    writer.keep_with_next()


def add_note(writer: Writer, note: str) -> None:
    """Add a note between a caption and its table or figure."""
    if note:
        writer.paragraph("Figures", note)
        writer.keep_with_next()
