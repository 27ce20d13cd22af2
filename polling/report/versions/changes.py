"""The differences between a version and its predecessor."""

from collections import defaultdict
from dataclasses import dataclass
from difflib import unified_diff

from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.formats.markdown import markdown
from polling.report.versions.serialization import Frozen, load

_HEADING = "## "


@dataclass(frozen=True)
class Change:
    """The lines removed from a section, and those added to it."""

    section: str
    removed: list[str]
    added: list[str]


def changes(before: Frozen, after: Frozen) -> list[Change]:
    """Return all changed sections, in the order of the later report."""
    old, new = _sections(load(before)), _sections(load(after))
    titles = dict.fromkeys([*new, *old])
    found = [_change(title, old[title], new[title]) for title in titles]
    return [change for change in found if change.removed or change.added]


def _sections(report: Report) -> dict[str, list[str]]:
    """Return the lines of each section by title; earlier ones under the report's title."""
    made = publication(report)
    sections: dict[str, list[str]] = defaultdict(list)
    title = made.title
    for line in markdown(made).splitlines():
        if line.startswith(_HEADING):
            title = line.removeprefix(_HEADING)
        elif line and made.colophon not in line:
            sections[title].append(line)
    return sections


def _change(title: str, old: list[str], new: list[str]) -> Change:
    compared = list(unified_diff(old, new, n=0, lineterm=""))[2:]  # the first two are file names
    return Change(
        title,
        removed=[line[1:] for line in compared if line.startswith("-")],
        added=[line[1:] for line in compared if line.startswith("+")],
    )
