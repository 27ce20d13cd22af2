"""The index of actors: the recommendations addressed to each."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from polling.core.i18n import _
from polling.report.data.report_data import Issue, Recommendation, Report, Theme
from polling.report.document_blocks import Block, Paragraph, Table
from polling.report.figure_numbering import refer


@dataclass(frozen=True)
class Asked:
    """A recommendation that names an addressee, and its position in the report."""

    theme: Theme
    issue: Issue
    recommendation: Recommendation

    @property
    def reference(self) -> str:
        """The recommendation's reference."""
        return self.recommendation.reference


def addressees(report: Report) -> dict[str, list[Asked]]:
    """Return all actors by name, with the printed recommendations that name them, in order."""
    asked: dict[str, list[Asked]] = defaultdict(list)
    for one in _all_asked(report):
        for name in report.names_of(one.recommendation):
            asked[name].append(one)
    names = sorted(asked, key=str.casefold)
    return {name[:1].upper() + name[1:]: asked[name] for name in names}


def _all_asked(report: Report) -> Iterator[Asked]:
    for theme in report.themes:
        for issue in theme.issues:
            yield from (Asked(theme, issue, one) for one in issue.recommendations)


def actors(report: Report) -> list[Block]:
    """Return the index; nothing if no recommendation names an actor."""
    asked = addressees(report)
    if not asked:
        return []
    where = _("%(table)s lists the recommendations by addressee.", table=refer("actors"))
    return [
        Paragraph(where),
        Table(
            _("Recommendations by addressee"),
            [_("Addressee"), _("Recommendations")],
            [[name, ", ".join(one.reference for one in asked[name])] for name in asked],
            key="actors",
        ),
    ]
