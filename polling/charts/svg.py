"""SVG without a stylesheet: everything necessary is in attributes, in shades of one colour.

Pages may colour it (`.chart-in` is what made the cut), but it is readable without, in grey and on
paper. There are no `style` attributes, because our content security policy forbids them.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Thai', 'Noto Sans Lao', sans-serif"
FONT_SIZE = 15
LINE = 19  # distance between lines of text
MIDDLE = 5  # from the middle of a row down to the baseline of its text
FAINT = 0.25  # opacity of guide lines
PALE = 0.32  # opacity of what did not make the cut
WIDTH = 760


def element(name: str, *children: str, **attributes: str | float) -> Markup:
    """Return one escaped element; `class_` becomes class, and `text_anchor` text-anchor."""
    # Not Markup.format, which takes ten times as long: a page may have thousands of elements.
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_as_text(value))}"'
        for key, value in attributes.items()
    )
    inside = "".join(map(escape, children))
    return Markup(f"<{name}{pairs}>{inside}</{name}>")  # noqa: S704  every part is escaped


def _as_text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def picture(
    key: str, title: str, description: str, *children: str, height: float, width: float = WIDTH
) -> Markup:
    """Return a whole picture. `key` must be unique on its page.

    A narrow picture is marked, so that pages show it smaller.
    """
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart" if width >= WIDTH else "chart chart-narrow",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        font_family=FONT,
        font_size=FONT_SIZE,
        fill="currentColor",
    )


def words(text: str, x: float, y: float, *, anchor: str = "start", bold: bool = False) -> Markup:
    """Return one line of text; y is the middle of its row."""
    return element(
        "text",
        text,
        x=x,
        y=y + MIDDLE,
        text_anchor=anchor,
        font_weight="600" if bold else "400",
    )


def paragraph(lines: Sequence[str], x: float, y: float, *, bold: bool = False) -> Markup:
    """Return lines of text around y, the middle of their row."""
    top = y - (len(lines) - 1) * LINE / 2
    rows = [words(line, x, top + at * LINE, bold=bold) for at, line in enumerate(lines)]
    return element("g", *rows)


def line(start: tuple[float, float], end: tuple[float, float], **attributes: str | float) -> Markup:
    """Return a line from one point to another."""
    points = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    return element("line", stroke="currentColor", **points, **attributes)


def percent_axis(x: float, length: float, top: float, bottom: float) -> Markup:
    """Return lines at every quarter from 0 to 100%, labelled above `top`."""
    marks = []
    for quarter in range(5):
        at = x + length * quarter / 4
        marks.append(line((at, top - 6), (at, bottom), stroke_opacity=FAINT))
        marks.append(words(f"{25 * quarter}%", at, top - 16, anchor="middle"))
    return element("g", *marks, font_size=13)


def cut_line(words_of_it: str, y: float) -> Markup:
    """Return the dashed line at the cut, with its label at the right."""
    return element(
        "g",
        line((0, y), (WIDTH, y), stroke_width=2, stroke_dasharray="7 5"),
        element("text", words_of_it, x=WIDTH, y=y + 17, text_anchor="end", font_size=13),
        class_="chart-cut",
    )
