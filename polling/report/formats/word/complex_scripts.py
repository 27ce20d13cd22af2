"""Fonts for scripts that Word calls complex, and the language to hyphenate and check them by."""

import re
from typing import Any

from docx.oxml.ns import qn

from polling.report.formats.word.xml import replace_child

# What Windows and macOS bring with Office; other programs fall back on their own.
_SCRIPTS = (
    (re.compile(r"[\u0e00-\u0e7f]"), "Leelawadee UI", "th-TH"),
    (re.compile(r"[\u0e80-\u0eff]"), "Leelawadee UI", "lo-LA"),
    (re.compile(r"[\u1780-\u17ff\u19e0-\u19ff]"), "Leelawadee UI", "km-KH"),
    (re.compile(r"[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]"), "Myanmar Text", "my-MM"),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]"), "Arial", "ar-SA"),
)


def set_script(run: Any, text: str) -> None:
    """Give a run the font and language of the first such script in its text."""
    for letters, font, language in _SCRIPTS:
        if letters.search(text):
            properties = run.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            fonts.set(qn("w:cs"), font)
            replace_child(properties, "w:lang", bidi=language)
            return
