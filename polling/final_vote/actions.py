"""Opening and revealing the final vote on the groups' recommendations.

This module has the vote in one stage, with a contest for each theme; see `two_stages` for two.
"""

from typing import Any

from sqlalchemy.orm import Session

from polling.contests import actions as contests
from polling.contests import concerns
from polling.contests import queries as contest_queries
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.models import CLOSED, COUNTED, REVEALED, WAITING, Contest
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.final_vote.author_exclusion import frozen_for_voting
from polling.final_vote.on_screen import on_screen
from polling.final_vote.queries import KINDS, has_begun, stages, to_vote_on
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.live import announce
from polling.ranking.queries import unshown_themes
from polling.recommendations.references import fix_references
from polling.screen import actions as screen
from polling.screen import state
from polling.workshop import queries
from polling.workshop.log import record
from polling.workshop.models import Theme, Workshop
from polling.workshop.settings import Settings


def prepare(session: Session, workshop: Workshop) -> None:
    """Prepare the contests of the vote, in one stage or in two, and fix the references."""
    fix_references(session, workshop, unshown_themes(session, workshop))
    count = stages(session, workshop)
    _clear_other(session, workshop, count)
    if count == 2:
        two_stages.prepare(session, workshop)
    else:
        _prepare_themes(session, workshop)


def _clear_other(session: Session, workshop: Workshop, count: int) -> None:
    """Delete contests prepared for another number of stages."""
    for other, kinds in KINDS.items():
        for kind in kinds if other != count else ():
            for contest in contest_queries.contests(session, workshop.id, kind):
                session.delete(contest)
    session.flush()


def _prepare_themes(session: Session, workshop: Workshop) -> None:
    """Create a contest for each theme with recommendations; refill those that have not opened."""
    of_theme = {
        contest.theme_id: contest
        for contest in contest_queries.contests(session, workshop.id, FINAL)
    }
    for theme in queries.themes(session, workshop.id):
        contest = of_theme.get(theme.id) or Contest(
            workshop_id=workshop.id, kind=FINAL, theme_id=theme.id, state=WAITING
        )
        if contest.state == WAITING:
            _fill(session, workshop, contest, theme)
    session.flush()


def _fill(session: Session, workshop: Workshop, contest: Contest, theme: Theme) -> None:
    settings = Settings.model_validate(workshop.settings)
    recommendations = to_vote_on(session, theme)
    contest.position = theme.position
    contest.options = [recommendation.id for recommendation in recommendations]
    authors = frozen_for_voting(session, workshop, recommendations)
    contest.rule = rule_for(settings, len(recommendations)) | authors
    if recommendations:
        session.add(contest)


def rule_for(settings: Settings, options: int) -> dict[str, Any]:
    """Return the rule to freeze when a theme opens: approve up to `most`; `places` stand out.

    It counts by share, because each recommendation has its own voters: all except its groups.
    """
    most = min(settings.approvals_per_theme, options)
    return {
        "rule": "approval-share",
        "most": most,
        "places": most,
        "tie_policy": settings.tie_policy,
        "quorum": settings.quorum,
    }


def open_theme(session: Session, actor: Actor, contest: Contest) -> None:
    """Open one theme; the first time, with its current recommendations."""
    workshop = queries.workshop_of(session, actor)
    _prepare_themes(session, workshop)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    contests.open_contest(session, actor, contest, smallest=smallest)


def reveal(session: Session, actor: Actor, contest: Contest) -> None:
    """Count a theme and start showing its result on the screen.

    Phones show it when the screen has shown it completely. If the organizers must decide a tie,
    nothing is shown yet.
    """
    is_new = contest.state != REVEALED
    contests.reveal_contest(session, actor, contest)
    if contest.is_tied:
        return
    show(session, actor, contest=contest.id, new=[contest.id] if is_new else [])


def reveal_overall(session: Session, actor: Actor) -> None:
    """Count and reveal all closed themes, and start showing all of them in one order."""
    before = _revealed(session, actor)
    if stages(session, queries.workshop_of(session, actor)) == 2:
        two_stages.reveal(session, actor)
    for contest in contest_queries.contests(session, actor.workshop_id, FINAL):
        if contest.state in {CLOSED, COUNTED}:
            contests.reveal_contest(session, actor, contest)
    _require_counted(session, actor)
    show(session, actor, overall=True, new=sorted(_revealed(session, actor) - before))


def _revealed(session: Session, actor: Actor) -> set[str]:
    return {
        contest.id
        for kind in (FINAL, RATING, FINALISTS)
        for contest in contest_queries.contests(session, actor.workshop_id, kind)
        if contest.state == REVEALED
    }


def _require_counted(session: Session, actor: Actor) -> None:
    kinds = (FINAL, RATING, FINALISTS)
    every = (contest_queries.contests(session, actor.workshop_id, kind) for kind in kinds)
    if not any(contest.is_final for of_kind in every for contest in of_kind):
        raise Conflict(_("That is not possible right now. Reload the page."))


def choose_stages(session: Session, actor: Actor, count: int) -> None:
    """Vote in one stage or in two, whatever the number of recommendations; prepare contests."""
    workshop = queries.workshop_of(session, actor)
    if has_begun(session, workshop):
        raise Conflict(_("That is not possible right now. Reload the page."))
    workshop.settings = workshop.settings | {"vote_stages": {1: "one", 2: "two"}[count]}
    record(session, actor, "stages-chosen", stages=count)
    announce.changed(session, workshop, "contest")
    prepare(session, workshop)


def moderate(session: Session, actor: Actor, contest: Contest, *, key: str, shown: bool) -> None:
    """Show a concern with the result and in the report, or hide it."""
    concerns.moderate(session, actor, contest, key=key, shown=shown)
    announce.changed(session, queries.workshop_of(session, actor), "contest")


def hide_undecided(session: Session, actor: Actor) -> None:
    """Hide all concerns that no organizer has decided on."""
    for contest in contest_queries.contests(session, actor.workshop_id, RATING):
        for key in concerns.undecided(contest.result or {}):
            moderate(session, actor, contest, key=key, shown=False)


def show_theme(session: Session, actor: Actor, theme_id: int) -> None:
    """Put a theme's result on the screen. Raises Conflict before its ratings are revealed."""
    theme = queries.theme(session, actor.workshop_id, theme_id)
    _require_ratings(session, actor, theme.id)
    show(session, actor, theme=theme.id)


def show_list(session: Session, actor: Actor, listed: str) -> None:
    """Show broad support, or splits on timing, on the screen once ratings are revealed."""
    _require_ratings(session, actor)
    show(session, actor, listed=listed)


def _require_ratings(session: Session, actor: Actor, theme_id: int | None = None) -> None:
    rated = contest_queries.contests(session, actor.workshop_id, RATING)
    if not any(one.state == REVEALED and theme_id in {None, one.theme_id} for one in rated):
        raise Conflict(_("That is not possible right now. Reload the page."))


def show(
    session: Session,
    actor: Actor,
    *,
    contest: str | None = None,
    theme: int | None = None,
    listed: str | None = None,
    overall: bool | None = None,
    new: list[str] | None = None,
) -> None:
    """Show one theme's result, a list, or all themes in one order on the screen.

    The `new` results are unshown until the screen has shown them completely.
    """
    workshop = queries.workshop_of(session, actor)
    lit = {"contest": contest, "theme": theme, "listed": listed, "overall": overall}
    screen.begin(session, workshop, "final_vote", on_screen, new or [], **lit)


def hide(session: Session, actor: Actor) -> None:
    """Remove the result from the screen."""
    workshop = queries.workshop_of(session, actor)
    state.clear(workshop, contest=None, theme=None, listed=None, overall=None)
    announce.changed(session, workshop, "contest")
