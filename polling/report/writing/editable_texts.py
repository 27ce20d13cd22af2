"""The texts of the report that organizers write, and its optional sections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from polling.core.i18n import LazyString, lazy
from polling.report.data.report_data import Report, Theme
from polling.report.options import SectionKey

OPENING: dict[str, LazyString] = {
    "introduction": lazy("Introduction"),
    "chairs_note": lazy("Chairs’ note"),
    "summary": lazy("Summary"),
}
# The texts of each theme, by column name.
OF_A_THEME: dict[str, LazyString] = {
    "description": lazy("Description"),
    "exploration": lazy("Sessions"),
}
CLOSING: dict[str, LazyString] = {
    "public_engagement": lazy("Public engagement"),
    "feedback": lazy("Feedback"),
    "next_steps": lazy("Next steps"),
    "method": lazy("How priorities were set"),
    "glossary": lazy("Glossary"),
    "acknowledgements": lazy("Acknowledgements"),
    "disclaimer": lazy("Disclaimer"),
}
PROSE = OPENING | CLOSING

SECTIONS: dict[SectionKey, LazyString] = {
    "priorities": lazy("Overall priorities"),
    "participation": lazy("Who took part"),
    "agenda": lazy("Agenda"),
    "agreement": lazy("Agreement in groups"),
    "dissent": lazy("Dissent"),
    "feedback": lazy("Feedback"),
    "actors": lazy("Recommendations by addressee"),
    "follow_up": lazy("Follow-up"),
    "votes": lazy("Vote results in detail"),
    "ballots": lazy("Ballot lists"),
}


@dataclass(frozen=True)
class Text:
    """A text with its title; `name` is its name in the shared document."""

    name: str
    title: str
    markdown: str

    @property
    def sentences(self) -> Iterator[str]:
        """The approximate number of sentences; a list item counts as one."""
        parts = re.split(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[-*\d]", self.markdown)
        return (part.strip() for part in parts if part.strip())

    @property
    def words(self) -> int:
        """The approximate number of words."""
        return len(self.markdown.split())


def texts(report: Report) -> list[Text]:
    """Return all texts written by organizers, in the order of the report."""
    return [
        *(_own(report, name) for name in OPENING),
        *(text for theme in report.themes for text in _of_theme(theme)),
        *(_own(report, name) for name in CLOSING),
    ]


def theme_text(theme_id: int, name: str) -> str:
    """Return the name of a theme's text in the report's document: "12/description"."""
    return f"{theme_id}/{name}"


def _own(report: Report, name: str) -> Text:
    return Text(name, str(PROSE[name]), getattr(report.prose, name))


def _of_theme(theme: Theme) -> Iterator[Text]:
    for name, title in OF_A_THEME.items():
        yield Text(theme_text(theme.id, name), f"{theme.title}: {title}", getattr(theme, name))
