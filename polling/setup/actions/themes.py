"""Actions for themes: adding, editing, ordering and removing them."""

from sqlalchemy.orm import Session

from polling import stages
from polling.contests.kinds import RANKING
from polling.contests.queries import have_begun
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.setup import queries
from polling.setup.actions.common import finish, place, write
from polling.setup.forms import ThemeText
from polling.workshop.models import Theme, Workshop
from polling.workshop.queries import theme as theme_of
from polling.workshop.queries import workshop_of
from polling.workshop.settings import OWN_RULES
from polling.workshop_file.load import add_themes
from polling.workshop_file.schema import WorkshopFile


def add(session: Session, actor: Actor, file: WorkshopFile) -> tuple[int, int]:
    """Add missing themes and issues; returns how many of each."""
    added = _add(session, actor, file)
    finish(session, actor, "themes-added", themes=added[0], issues=added[1])
    return added


def add_from_file(session: Session, actor: Actor, file: WorkshopFile) -> tuple[int, int]:
    """Add missing themes and issues of an uploaded file; returns how many of each."""
    added = _add(session, actor, file)
    finish(session, actor, "issues-imported", file=file.title, count=added[1])
    return added


def _add(session: Session, actor: Actor, file: WorkshopFile) -> tuple[int, int]:
    workshop = workshop_of(session, actor)
    _require_before_ranking(workshop)
    if have_begun(session, workshop.id, RANKING):
        raise Conflict(
            _(
                "Ranking has begun, so nothing was imported. Add issues by hand to "
                "themes that are not open yet."
            )
        )
    themes, issues = len(workshop.themes), _issues_in(workshop)
    add_themes(session, workshop, file.themes)
    session.expire(workshop, ["themes"])
    return len(workshop.themes) - themes, _issues_in(workshop) - issues


def edit(session: Session, actor: Actor, theme_id: int, text: ThemeText) -> None:
    """Edit a theme's texts and, until it opens, its own rules."""
    workshop = workshop_of(session, actor)
    theme = theme_of(session, workshop.id, theme_id)
    given = text.values()
    if any(name in given and given[name] != getattr(theme, name) for name in OWN_RULES):
        queries.changeable_theme(session, workshop.id, theme_id)
    write(theme, text)
    finish(session, actor, "theme-edited", theme=text.title)


def move(session: Session, actor: Actor, theme_id: int, direction: str) -> None:
    """Move a theme one place up or down in the agenda."""
    workshop = workshop_of(session, actor)
    theme = theme_of(session, workshop.id, theme_id)
    for position, row in enumerate(place(workshop.themes, theme, direction), start=1):
        row.position = position
    finish(session, actor, "theme-moved", theme=theme.title, to=direction)


def remove(session: Session, actor: Actor, theme_id: int) -> None:
    """Delete a theme with its issues, unless people have worked on it or are about to."""
    workshop = workshop_of(session, actor)
    theme = queries.changeable_theme(session, workshop.id, theme_id)
    _require_unused(session, theme)
    title = theme.title
    session.delete(theme)
    finish(session, actor, "theme-removed", theme=title)


def _require_before_ranking(workshop: Workshop) -> None:
    if stages.has_reached(workshop.stage, "ranking"):
        raise Conflict(_("Ranking has begun. Go back to the lobby to add a theme."))


def _require_unused(session: Session, theme: Theme) -> None:
    groups = queries.groups(session, theme.workshop_id)
    numbers = [str(group.number) for group in groups if group.theme_id == theme.id]
    if numbers:
        raise Conflict(
            _(
                "Assign these groups to another theme first: %(numbers)s.",
                numbers=", ".join(numbers),
            )
        )
    if queries.drafted_for(session, [issue.id for issue in theme.issues]):
        raise Conflict(_("This theme has recommendations, so it cannot be deleted."))


def _issues_in(workshop: Workshop) -> int:
    return sum(len(theme.issues) for theme in workshop.themes)
