"""The final vote: one contest a theme over the groups' recommendations, opened and revealed."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.models import CLOSED, FINAL, WAITING, Contest
from polling.final_vote.queries import to_vote_on
from polling.live import announce
from polling.workshop import queries
from polling.workshop.models import Theme, Workshop
from polling.workshop_file.schema import Settings


def prepare(session: Session, workshop: Workshop) -> None:
    """A contest for each theme that has recommendations; those not opened yet are made anew."""
    settings = Settings.model_validate(workshop.settings)
    of_theme = {
        contest.theme_id: contest
        for contest in contest_queries.contests(session, workshop.id, FINAL)
    }
    for theme in queries.themes(session, workshop.id):
        contest = of_theme.get(theme.id) or Contest(
            workshop_id=workshop.id, kind=FINAL, theme_id=theme.id, state=WAITING
        )
        if contest.state == WAITING:
            _fill(session, contest, theme, settings)
    session.flush()


def _fill(session: Session, contest: Contest, theme: Theme, settings: Settings) -> None:
    recommendations = to_vote_on(session, theme)
    contest.position = theme.position
    contest.options = [recommendation.id for recommendation in recommendations]
    authors = {str(one.id): one.group_id for one in recommendations if one.group_id}
    contest.rule = rule_for(settings, len(recommendations)) | {"authors": authors}
    if recommendations:
        session.add(contest)


def rule_for(settings: Settings, options: int) -> dict[str, Any]:
    """What is frozen when a theme opens: approve up to `most`; the `places` best stand out."""
    most = min(settings.approvals_per_theme, options)
    return {
        "rule": "approval",
        "most": most,
        "places": most,
        "tie_policy": settings.tie_policy,
        "quorum": settings.quorum,
    }


def open_theme(session: Session, actor: Actor, contest: Contest) -> None:
    """Open one theme, with the recommendations as they are now if it opens for the first time."""
    workshop = queries.by_id(session, actor.workshop_id)
    prepare(session, workshop)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    contests.open_contest(session, actor, contest, smallest=smallest)


def reveal(session: Session, actor: Actor, contest: Contest) -> None:
    """Show a theme's result, on the screen and on the phones."""
    contests.reveal_contest(session, actor, contest)
    show(session, actor, contest=contest.id)


def reveal_overall(session: Session, actor: Actor) -> None:
    """Reveal every theme that is closed, and put them all in one order on the screen."""
    for contest in contest_queries.contests(session, actor.workshop_id, FINAL):
        if contest.state == CLOSED:
            contests.reveal_contest(session, actor, contest)
    show(session, actor, overall=True)


def show(
    session: Session, actor: Actor, *, contest: str | None = None, overall: bool = False
) -> None:
    """Put one theme's result, or all themes in one order, on the screen; or take it away."""
    workshop = queries.by_id(session, actor.workshop_id)
    workshop.spotlight = {**workshop.spotlight, "contest": contest, "overall": overall}
    announce.changed(session, workshop, "contest")
