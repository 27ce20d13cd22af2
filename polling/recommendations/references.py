"""References: "2.1.3" is the third recommendation on the first issue of the second theme.

A reference is fixed when recommendations are first voted on, frozen or published, unless the
ranking that decides the order is not shown yet. It then belongs to its row: it does not change when
rows are moved or merged, and is not reused after a deletion.
Before that, pages and reports show the references that would be fixed now.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.text import LAST_REFERENCE
from polling.recommendations.models import Recommendation
from polling.recommendations.queries import everything
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop

Row = Theme | Issue | Recommendation


@dataclass
class References:
    """The reference of every row, and the last number assigned under each reference.

    Themes are numbered under "", issues under their theme's reference.
    """

    last: dict[str, int]
    of: dict[tuple[type[Row], int], str] = field(default_factory=dict)

    def __getitem__(self, row: Row) -> str:
        return self.of[type(row), row.id]

    def get(self, row: Row) -> str:
        """Return the reference of a row; "" if it has none."""
        return self.of.get((type(row), row.id), row.reference)

    def number(self, rows: Iterable[Row], under: str = "") -> None:
        """Keep existing references, and assign the next numbers to the other rows."""
        for row in rows:
            self.of[type(row), row.id] = row.reference or self._next(under)

    def keep(self, rows: Iterable[Row]) -> None:
        """Continue after the highest existing number, because files may lack the last numbers."""
        for row in rows:
            under, _, number = row.reference.rpartition(".")
            if number:
                self.last[under] = max(self.last.get(under, 0), int(number))

    def _next(self, under: str) -> str:
        self.last[under] = self.last.get(under, 0) + 1
        return f"{under}.{self.last[under]}" if under else str(self.last[under])


def references(session: Session, workshop: Workshop, unshown_themes: Collection[int]) -> References:
    """Return every reference, as fixed or as it would be fixed now.

    Args:
        unshown_themes: as for `fix_references`.
    """
    themes = queries.themes(session, workshop.id)
    every = _recommendations(session, workshop)
    found = References(dict(workshop.last_references))
    found.keep([*themes, *(issue for theme in themes for issue in theme.issues), *every])
    found.number(themes)
    written = _written(every)
    for theme in (one for one in themes if one.id not in unshown_themes):
        issues = sorted(theme.issues, key=lambda one: one.priority or len(theme.issues) + 1)
        found.number(issues, found[theme])
        for issue in issues:
            found.number(written.get(issue.id, []), found[issue])
    return found


def fix_references(
    session: Session, workshop: Workshop, unshown_themes: Collection[int]
) -> References:
    """Fix the references of all rows that have none, and return all.

    Args:
        unshown_themes: ids of themes whose ranking is not shown yet. Their rows get no new
            references, which would disclose the order.

    Raises:
        Conflict: a number would be too large for the workshop file.
    """
    session.flush()
    found = references(session, workshop, unshown_themes)
    if max(found.last.values(), default=0) > LAST_REFERENCE:
        raise Conflict(
            _(
                "There are no numbers left for new references, because they end at %(last)s. "
                "Copy the workshop to start new numbers.",
                last=LAST_REFERENCE,
            )
        )
    for theme in queries.themes(session, workshop.id):
        theme.reference = found.get(theme)
        for issue in theme.issues:
            issue.reference = found.get(issue)
    for written in _written(_recommendations(session, workshop)).values():
        for one in written:
            one.reference = found.get(one)
    workshop.last_references = found.last
    session.flush()
    return found


def _recommendations(session: Session, workshop: Workshop) -> list[Recommendation]:
    """Return all recommendations in order, including deleted and merged ones."""
    return sorted(everything(session, workshop.id), key=lambda one: (one.position, one.id))


def _written(every: Iterable[Recommendation]) -> dict[int, list[Recommendation]]:
    """Return the recommendations that are not deleted, by issue."""
    written: dict[int, list[Recommendation]] = {}
    for one in every:
        if one.deleted_at is None and (one.action or one.original):
            written.setdefault(one.issue_id, []).append(one)
    return written
