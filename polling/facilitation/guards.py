"""Why can't we go on? The reasons that block, or speak against, leaving the present stage."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.models import Group, Recommendation
from polling.breakouts.review import queries as review
from polling.breakouts.review.models import OPEN as OPEN_MERGINGS
from polling.contests.models import (
    CLOSED,
    FINAL,
    FINALISTS,
    OPEN,
    RANKING,
    RATING,
    WAITING,
    Contest,
)
from polling.i18n import _, ngettext
from polling.people import queries as people
from polling.workshop import queries
from polling.workshop.models import Issue, Workshop


@dataclass(frozen=True)
class Reason:
    """One thing to settle. A blocking one must be; another may be overruled by going on."""

    text: str
    blocks: bool = True


def reasons_to_stay(session: Session, workshop: Workshop) -> list[Reason]:
    """What speaks against leaving the workshop's stage, the blocking reasons first."""
    check = _CHECKS.get(workshop.stage)
    reasons = check(session, workshop) if check else []
    return sorted(reasons, key=lambda reason: not reason.blocks)


def _setup(session: Session, workshop: Workshop) -> list[Reason]:
    if workshop.template:
        return [Reason(_("This is a template. Start a workshop from it."))]
    themes = queries.themes(session, workshop.id)
    if not themes:
        return [Reason(_("There are no themes yet."))]
    thin = [theme for theme in themes if len(theme.issues) < 2]
    long = [theme for theme in themes if len(theme.issues) > 8]
    return [
        *_badges(session, workshop),
        *(Reason(_("“%(t)s” has fewer than two issues to rank.", t=t.title)) for t in thin),
        *(
            Reason(
                _("“%(t)s” has more than eight issues; few can weigh so many.", t=t.title), False
            )
            for t in long
        ),
    ]


def _badges(session: Session, workshop: Workshop) -> list[Reason]:
    if workshop.settings.get("badges") and not people.has_badges(session, workshop.id):
        return [Reason(_("People need a badge to join, and no badges have been made."))]
    return []


def _lobby(session: Session, workshop: Workshop) -> list[Reason]:
    if people.present(session, workshop.id) == 0:
        return [Reason(_("Nobody has joined yet."), False)]
    return []


def _ranking(session: Session, workshop: Workshop) -> list[Reason]:
    return _contest_reasons(session, workshop, RANKING)


def _breakouts(session: Session, workshop: Workshop) -> list[Reason]:
    if not breakouts.formed(session, workshop.id):
        return [Reason(_("No groups have been formed."), False)]
    seated = breakouts.members(session, workshop.id)
    groups = [group for group in breakouts.groups(session, workshop.id) if group.id in seated]
    helpless = _numbers(group for group in groups if group.help_since)
    waiting = _numbers(group for group in groups if not group.ready)
    concerns = [
        helpless and _("These groups call for help: %(numbers)s.", numbers=helpless),
        waiting and _("These groups are not ready: %(numbers)s.", numbers=waiting),
    ]
    reasons = [Reason(concern, False) for concern in concerns if concern]
    return reasons + _empty_issues(session, workshop)


def _numbers(groups: Iterable[Group]) -> str:
    return ", ".join(str(group.number) for group in groups)


def _empty_issues(session: Session, workshop: Workshop) -> list[Reason]:
    written = select(func.count()).where(
        Recommendation.issue_id == Issue.id,
        Recommendation.deleted_at.is_(None),
        Recommendation.action != "",
    )
    for_us = Issue.theme.has(workshop_id=workshop.id)
    empty = select(Issue).where(Issue.priority.is_not(None), for_us, written.scalar_subquery() == 0)
    return [
        Reason(_("“%(issue)s” has no recommendation yet.", issue=issue.label), False)
        for issue in session.scalars(empty)
    ]


def _presentations(session: Session, workshop: Workshop) -> list[Reason]:
    waiting = sum(pair.state in OPEN_MERGINGS for pair in review.mergings(session, workshop.id))
    if not waiting:
        return []
    said = ngettext(
        "%(num)s merge waits for its groups; the final vote would begin without it.",
        "%(num)s merges wait for their groups; the final vote would begin without them.",
        waiting,
    )
    return [Reason(said, False)]


def _final_vote(session: Session, workshop: Workshop) -> list[Reason]:
    return _contest_reasons(session, workshop, FINAL, RATING, FINALISTS)


def _contest_reasons(session: Session, workshop: Workshop, *kinds: str) -> list[Reason]:
    chosen = select(Contest).where(Contest.workshop_id == workshop.id, Contest.kind.in_(kinds))
    states = [contest.state for contest in session.scalars(chosen)]
    reasons = []
    if OPEN in states:
        reasons.append(Reason(_("A vote is still open. Close it first.")))
    if CLOSED in states:
        reasons.append(Reason(_("A result has not been revealed yet."), RANKING in kinds))
    if WAITING in states:
        reasons.append(Reason(_("Some votes have not been opened."), False))
    return reasons


_CHECKS: dict[str, Callable[[Session, Workshop], list[Reason]]] = {
    "setup": _setup,
    "lobby": _lobby,
    "ranking": _ranking,
    "breakouts": _breakouts,
    "presentations": _presentations,
    "final_vote": _final_vote,
}
