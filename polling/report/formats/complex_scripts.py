"""Scripts that office programs call complex: their fonts, languages and line heights.

The fonts are installed with Office on Windows and macOS. Other programs substitute fonts, some of
which ask for lines twice as high. So the line height is fixed to about that of Office's fonts.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """`line` is the line height as a multiple of the font size; 0 means the font decides."""

    letters: re.Pattern[str]
    font: str
    language: str
    line: float = 0


SCRIPTS = (
    Script(re.compile(r"[\u0e00-\u0e7f]"), "Leelawadee UI", "th-TH"),
    Script(re.compile(r"[\u0e80-\u0eff]"), "Leelawadee UI", "lo-LA", 1.5),
    Script(re.compile(r"[\u1780-\u17ff\u19e0-\u19ff]"), "Leelawadee UI", "km-KH", 1.5),
    Script(re.compile(r"[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]"), "Myanmar Text", "my-MM", 1.6),
    Script(re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]"), "Arial", "ar-SA"),
)


def script_of(text: str) -> Script | None:
    """Return the first complex script in a text."""
    return next((one for one in SCRIPTS if one.letters.search(text)), None)


def script_of_language(tag: str) -> Script | None:
    """Return the complex script of a language, if it has one."""
    language = tag.partition("-")[0]
    return next((one for one in SCRIPTS if one.language.startswith(f"{language}-")), None)
