"""The largest font size at which texts fit in a box of a slide.

Not all programs shrink too long a text, and those that do squeeze its lines together.
"""

from collections.abc import Callable, Sequence
from math import ceil

from polling.charts.text_wrapping import width_of
from polling.report.formats.complex_scripts import script_of

LATIN, COMPLEX = 0.77, 0.95  # measured widths, as a multiple of the estimate for all fonts
LINE, HIGH_LINE = 1.2, 1.35  # heights of lines in Latin and Thai, as a multiple of the font size
Sized = tuple[str, int, int]  # a paragraph, its font size, and the space below, in points


def largest_size(
    sizes: Sequence[int], width: float, height: float, paragraphs: Callable[[int], list[Sized]]
) -> int:
    """Return the first of `sizes` at which all paragraphs fit, or the last; lengths in points."""
    return next((one for one in sizes if _height(paragraphs(one), width) <= height), sizes[-1])


def _height(paragraphs: list[Sized], width: float) -> float:
    return sum(_lines(text, size, width) + after for text, size, after in paragraphs)


def _lines(text: str, size: int, width: float) -> float:
    script = script_of(text)
    wide = width_of(text) * size * (COMPLEX if script else LATIN)
    line = (script.line or HIGH_LINE) if script else LINE
    return ceil(wide / width) * size * line
