"""The final vote's result on the screen, as a list with steps.

In one stage, it is one theme, or the top of all themes in one order. In two stages, it is this
order, one theme in tiers, broad support, splits on timing, or the best rated of each theme.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from polling.core.i18n import _, ngettext
from polling.final_vote import queries
from polling.final_vote.approvals import Approved
from polling.final_vote.dissent.queries import notes
from polling.final_vote.two_stages import results
from polling.final_vote.two_stages.queries import finalists, phase, rated_issues
from polling.final_vote.two_stages.results import RatedRow
from polling.screen import reveal, state
from polling.screen.reveal import Listed, Row
from polling.workshop.models import Issue, Theme, Workshop

MOST = 10  # in the order over all themes, plus ties with the last


def on_screen(session: Session, workshop: Workshop) -> Listed | None:
    """Return the list on the screen; None if it shows no result of the final vote."""
    if not state.shows(workshop, "final_vote"):
        return None
    if queries.stages(session, workshop) == 2:
        return _of_two_stages(session, workshop)
    votes = queries.votes(session, workshop.id)
    if lit := queries.spotlit(workshop, votes):
        rows = _Rows(session, workshop)
        of_theme = [
            rows.approved(row, row.rank, row.issue.label, is_in=row.made_cut)
            for row in queries.standings(lit)
        ]
        return Listed(of_theme, reveal.suspense(of_theme), [lit.contest.id])
    revealed = queries.revealed(votes)
    if not revealed or not shows_order(workshop):
        return None
    rows = _Rows(session, workshop)
    order = [
        rows.approved(row, rank, _place(theme, row.issue))
        for rank, theme, row in queries.overall(revealed)
        if rank <= MOST
    ]
    return Listed(order, reveal.suspense(order), [vote.contest.id for vote in revealed])


def shows_order(workshop: Workshop) -> bool:
    """Return whether the screen shows all themes in one order, unless it shows a single one."""
    return state.view(workshop) == "results" or bool(workshop.screen_state.get("overall"))


def _of_two_stages(session: Session, workshop: Workshop) -> Listed | None:
    every, final = rated_issues(session, workshop.id), finalists(session, workshop.id)
    if phase(every, final) != "revealed":
        return None
    rows = _Rows(session, workshop)
    themes = results.by_theme(every)
    theme, listed = workshop.screen_state.get("theme"), workshop.screen_state.get("listed")
    for one, of_theme in themes:
        if one.id == theme:
            return _pages(rows.rated(row, row.tier, row.issue.label) for row in of_theme)
    of_all = [row for _theme, here in themes for row in here]
    lists = {"broad": results.broad, "split": results.split}
    if listed in lists:
        return _pages(rows.of_any_theme(row) for row in lists[listed](of_all))
    every_vote = [one.contest.id for one in every] + ([final.id] if final else [])
    if order := results.top(results.final_order(final, every)):
        made = [rows.approved(row, row.rank, _place(row.theme, row.issue)) for row in order]
        return Listed(made, reveal.suspense(made), every_vote)
    return _pages((rows.of_any_theme(here[0]) for _theme, here in themes), every_vote)


def _pages(rows: Iterable[Row], contests: list[str] | None = None) -> Listed:
    made = list(rows)
    return Listed(made, reveal.page_by_page(made), contests or [])


def _place(theme: Theme, issue: Issue) -> str:
    return f"{theme.label} · {issue.label}"


class _Rows:
    """Recommendations as rows of the screen, with their numbers of dissent notes."""

    def __init__(self, session: Session, workshop: Workshop) -> None:
        self._notes = notes(session, workshop.id)

    def approved(self, row: Approved, place: int, about: str, *, is_in: bool = True) -> Row:
        marks = [
            row.recommendation.reference,
            about,
            row.is_broad and _("Broad support"),
            row.is_split and _("Opinions differ on timing"),
        ]
        return Row(
            key=row.recommendation.id,
            place=place,
            text=row.on_screen,
            by=(row.recommendation.group,),
            percent=round(100 * row.share, 1),
            score=_("%(percent)s%%", percent=row.percent),
            note=_("%(count)s of %(of)s", count=row.approvals, of=row.eligible),
            about=self._about(row.recommendation.id, marks),
            is_in=is_in,
        )

    def rated(self, row: RatedRow, tier: int | None, about: str) -> Row:
        marks = [
            row.recommendation.reference,
            about,
            row.is_broad and _("Broad support"),
            row.rating.is_split and _("Opinions differ on timing"),
        ]
        return Row(
            key=row.recommendation.id,
            place=tier,
            text=row.on_screen,
            by=(row.recommendation.group,),
            percent=row.percent,
            strong=row.priority_percent,
            score=_("%(percent)s%%", percent=row.percent),
            note=_("%(count)s of %(of)s", count=row.rating.supporters, of=row.rating.raters),
            about=self._about(row.recommendation.id, marks),
        )

    def of_any_theme(self, row: RatedRow) -> Row:
        return self.rated(row, None, _place(row.theme, row.issue))

    def _about(self, recommendation: int, marks: Sequence[str | bool]) -> str:
        written = len(self._notes.of_recommendations.get(recommendation, ()))
        counted = ngettext("%(num)s dissent note", "%(num)s dissent notes", written)
        return " · ".join(str(mark) for mark in [*marks, written and counted] if mark)
