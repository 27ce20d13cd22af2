"""The binding of the report's shared document: its texts, and each theme's descriptions.

All other code reads the texts from columns. Setup and imports change the themes' columns directly,
and the document takes over these changes when it is next opened.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import transaction
from polling.core.errors import NotSignedIn
from polling.core.i18n import _
from polling.core.text import LONGEST, clean
from polling.documents.binding import (
    BindingFinder,
    BindingKind,
    DocumentBinding,
    Key,
    declare,
    new_name,
)
from polling.live import announce, rooms
from polling.live.debounce import debounced
from polling.people.queries import still_runs
from polling.report.writing.editable_texts import OF_A_THEME, PROSE, theme_text
from polling.workshop.log import record, written_by
from polling.workshop.models import Theme, Workshop
from polling.workshop.queries import workshop_of

LOGGED_EVERY = timedelta(hours=1)
EDITED = "prose-edited"


class ReportDocument(DocumentBinding):
    """The document of one workshop's report."""

    rewritten = True

    def __init__(self, session: Session, workshop: Workshop) -> None:
        self._session, self._workshop = session, workshop
        self.key = _key(workshop.id)
        self.name = workshop.document_key
        self.owner = {"workshop_id": workshop.id}
        self.room = rooms.audience(workshop.id, Role.ORGANIZER)

    @cached_property
    def _themes(self) -> dict[str, tuple[Theme, str]]:
        chosen = select(Theme).where(Theme.workshop_id == self._workshop.id)
        themes = list(self._session.scalars(chosen.order_by(Theme.position)))
        return {theme_text(one.id, name): (one, name) for one in themes for name in OF_A_THEME}

    @cached_property
    def texts(self) -> Collection[str]:
        """Return the names of the report's own texts, then those of the themes."""
        return {**dict.fromkeys(PROSE), **dict.fromkeys(self._themes)}.keys()

    def column(self, text: str) -> str:
        """Return the printed text."""
        if text in PROSE:
            return str(self._workshop.prose.get(text, ""))
        stored: str = getattr(*self._themes[text])
        return stored

    def plain(self, text: str, words: str) -> str:
        """Strip surrounding spaces."""
        return clean(words)

    def limit(self, text: str) -> int:
        """Return the limit of the workshop file."""
        return LONGEST

    def project(self, texts: Mapping[str, str]) -> None:
        """Write the texts to their columns."""
        for text, words in texts.items():
            if text in PROSE:
                self._workshop.prose = {**self._workshop.prose, text: words}
            else:
                theme, name = self._themes[text]
                setattr(theme, name, words)

    def rename(self) -> None:
        """Rename the document, and let organizers' pages open it under the new name."""
        self._workshop.document_key = new_name()
        announce.changed(self._session, self._workshop, "prose")

    def require_writer(self, actor: Actor) -> None:
        """All organizers of the workshop may write, at any stage."""

    def seeded(self, texts: Collection[str]) -> None:
        """There is no history: the report's versions are its frozen ones."""

    def taken(self, actor: Actor, texts: Collection[str]) -> None:
        """Organizers' activity is not recorded."""

    def stored(self, actors: Collection[Actor], texts: Collection[str]) -> None:
        """Log the authors, at most once an hour, and refresh the pages that show the report."""
        for actor in dict.fromkeys(actors):
            self._log(actor, texts)
        debounced(self._session, _tell, self._workshop.id)

    def _log(self, actor: Actor, texts: Collection[str]) -> None:
        since = now() - LOGGED_EVERY
        recent = written_by(self._session, actor, EDITED, since)
        known = {name for entry in recent for name in entry.detail["texts"]}
        if fresh := [name for name in map(self._logged, texts) if name not in known]:
            record(self._session, actor, EDITED, texts=fresh)

    def _logged(self, text: str) -> str:
        if text in PROSE:
            return text
        theme, name = self._themes[text]
        return f"{theme.title}: {name}"


def _key(workshop_id: int) -> Key:
    return "report", workshop_id


def _tell(workshop_id: int) -> None:
    with transaction(workshop_id) as session:
        workshop = session.get(Workshop, workshop_id)
        if workshop is not None:
            announce.changed(session, workshop, "prose")


def _look(session: Session, actors: Collection[Actor]) -> BindingFinder:
    running = {actor for actor in actors if still_runs(session, actor)}
    homes = {
        actor.workshop_id: ReportDocument(session, workshop_of(session, actor)) for actor in running
    }

    def find(actor: Actor) -> DocumentBinding:
        if actor not in running:
            raise NotSignedIn(_("Please join the workshop again."))
        return homes[actor.workshop_id]

    return find


declare(
    BindingKind(
        key=lambda actor: _key(actor.workshop_id),
        room=lambda actor: rooms.audience(actor.workshop_id, Role.ORGANIZER),
        look=_look,
    ),
    Role.ORGANIZER,
)
