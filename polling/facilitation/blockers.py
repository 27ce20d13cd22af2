"""Why can't we go on? The reasons that block, or speak against, leaving the present stage."""

from collections.abc import Callable, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import queries as review
from polling.breakouts.duplicates.models import OPEN as OPEN_MERGINGS
from polling.breakouts.models import Group, Recommendation
from polling.contests.models import FINAL, FINALISTS, RANKING, RATING
from polling.core.i18n import _, ngettext
from polling.facilitation.reasons import About, Reason, where_there_are_any
from polling.facilitation.unfinished_votes import of_votes
from polling.notes import queries as notes
from polling.people import queries as people
from polling.presentations import queries as presentations
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop

VOTES = frozenset({"ranking", "final_vote", "results"})  # stages that open, close and reveal


def reasons_to_stay(session: Session, workshop: Workshop) -> list[Reason]:
    """What speaks against leaving the workshop's stage, the blocking reasons first."""
    check = _CHECKS.get(workshop.stage)
    reasons = check(session, workshop) if check else []
    return sorted(reasons, key=lambda reason: not reason.blocks)


def going_on_is_next(session: Session, workshop: Workshop, reasons: list[Reason]) -> bool:
    """Whether the stage's own buttons have nothing to do that comes before."""
    if workshop.stage == "breakouts":
        return breakouts.formed(session, workshop.id)
    if workshop.stage == "presentations":
        groups = presentations.order(session, workshop.id)
        slide = presentations.slide(session, workshop, groups)
        return not groups or (slide is not None and slide.place == slide.groups)
    return not reasons or workshop.stage not in VOTES


def _setup(session: Session, workshop: Workshop) -> list[Reason]:
    if workshop.template:
        return [Reason(_("This is a template. Start a workshop from it."))]
    themes = queries.themes(session, workshop.id)
    if not themes:
        return [Reason(_("There are no themes yet."))]
    thin = [theme for theme in themes if len(theme.issues) < 2]
    long = [theme for theme in themes if len(theme.issues) > 8]
    few = ngettext(
        "%(num)s theme has fewer than two issues to rank.",
        "%(num)s themes have fewer than two issues to rank.",
        len(thin),
    )
    many = ngettext(
        "%(num)s theme has more than eight issues; few can weigh so many.",
        "%(num)s themes have more than eight issues; few can weigh so many.",
        len(long),
    )
    found = where_there_are_any((few, True, _themes(thin)), (many, False, _themes(long)))
    return [*_badges(session, workshop), *found, *_notes(session, workshop)]


def _themes(found: Iterable[Theme]) -> tuple[About, ...]:
    return tuple(About(theme.title, f"theme-{theme.id}") for theme in found)


def _badges(session: Session, workshop: Workshop) -> list[Reason]:
    if workshop.settings.get("badges") and not people.has_badges(session, workshop.id):
        return [Reason(_("People need a badge to join, and no badges have been made."))]
    return []


def _notes(session: Session, workshop: Workshop) -> list[Reason]:
    waiting = notes.waiting(session, workshop.id)
    if not waiting:
        return []
    said = ngettext(
        "%(num)s note of a session is not sorted; what it says would not be ranked.",
        "%(num)s notes of sessions are not sorted; what they say would not be ranked.",
        waiting,
    )
    return [Reason(said, False)]


def _lobby(session: Session, workshop: Workshop) -> list[Reason]:
    if people.present(session, workshop.id) == 0:
        return [Reason(_("Nobody has joined yet."), False), *_notes(session, workshop)]
    return _notes(session, workshop)


def _ranking(session: Session, workshop: Workshop) -> list[Reason]:
    return of_votes(session, workshop, RANKING)


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
    return [*reasons, *_unfinished(session, groups), *_empty_issues(session, workshop)]


def _numbers(groups: Iterable[Group]) -> str:
    return ", ".join(str(group.number) for group in groups)


def _unfinished(session: Session, groups: list[Group]) -> list[Reason]:
    begun = breakouts.without_an_action(session, groups)
    said = ngettext(
        "%(num)s group has begun recommendations that say no action; nobody will vote on these.",
        "%(num)s groups have begun recommendations that say no action; nobody will vote on these.",
        len(begun),
    )
    about = (About(_("Group %(n)s", n=one.number), f"group-{one.id}") for one in begun)
    return where_there_are_any((said, False, tuple(about)))


def _empty_issues(session: Session, workshop: Workshop) -> list[Reason]:
    written = select(func.count()).where(
        Recommendation.issue_id == Issue.id,
        Recommendation.deleted_at.is_(None),
        Recommendation.action != "",
    )
    for_us = Issue.theme.has(workshop_id=workshop.id)
    empty = select(Issue).where(Issue.priority.is_not(None), for_us, written.scalar_subquery() == 0)
    about = tuple(About(issue.label) for issue in session.scalars(empty))
    said = ngettext(
        "%(num)s issue has no recommendation yet.",
        "%(num)s issues have no recommendation yet.",
        len(about),
    )
    return where_there_are_any((said, False, about))


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
    return of_votes(session, workshop, FINAL, RATING, FINALISTS)


_CHECKS: dict[str, Callable[[Session, Workshop], list[Reason]]] = {
    "setup": _setup,
    "lobby": _lobby,
    "ranking": _ranking,
    "breakouts": _breakouts,
    "presentations": _presentations,
    "final_vote": _final_vote,
    "results": _final_vote,
}
