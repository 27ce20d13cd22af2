"""The setup as a stage: it needs themes with issues, badges and sorted notes before it ends."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from polling.core.i18n import _, ngettext
from polling.notes.queries import unsorted_reasons
from polling.people import queries as people
from polling.setup import pages
from polling.workshop import queries
from polling.workshop.models import Theme, Workshop
from polling.workshop.settings import Settings
from polling.workshop.stage_hooks import About, Reason, StageHooks, reasons_about_any


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    if workshop.template:
        return [Reason(_("This is a template. Use it to create a workshop."))]
    themes = queries.themes(session, workshop.id)
    if not themes:
        return [Reason(_("There are no themes yet."))]
    thin = [theme for theme in themes if len(theme.issues) < 2]
    long = [theme for theme in themes if len(theme.issues) > 8]
    places = Settings.model_validate(workshop.settings).cut_places
    sure = [theme for theme in themes if 2 <= len(theme.issues) <= (theme.cut_places or places)]
    few = ngettext(
        "%(num)s theme has fewer than two issues to rank.",
        "%(num)s themes have fewer than two issues to rank.",
        len(thin),
    )
    many = ngettext(
        "%(num)s theme has more than eight issues.",
        "%(num)s themes have more than eight issues.",
        len(long),
    )
    all_win = ngettext(
        "In %(num)s theme, every issue will win.",
        "In %(num)s themes, every issue will win.",
        len(sure),
    )
    found = reasons_about_any(
        (few, True, _themes(thin)), (many, False, _themes(long)), (all_win, False, _themes(sure))
    )
    return [*_badges(session, workshop), *found, *unsorted_reasons(session, workshop)]


def _themes(found: Iterable[Theme]) -> tuple[About, ...]:
    return tuple(About(theme.title, f"theme-{theme.id}") for theme in found)


def _badges(session: Session, workshop: Workshop) -> list[Reason]:
    if workshop.settings.get("badges") and not people.has_badges(session, workshop.id):
        return [Reason(_("People need a badge to join, but there are no badges yet."))]
    return []


HOOKS = StageHooks(key="setup", pages=pages, blockers=_blockers)
