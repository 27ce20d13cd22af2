"""The login with a personal link that gives a role: a facilitator's, or a note-taker's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, session, url_for
from sqlalchemy.orm import InstrumentedAttribute

from polling.core.access import Actor, Role
from polling.core.db import reading
from polling.people.identity import identify, remember
from polling.people.urls import linked
from polling.web.role_change import Change, ask
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class LinkLogin:
    """How one kind of link logs a browser in.

    Args:
        role: the role that the link gives.
        kind: the kind of link, such as `signed_links.FACILITATOR`.
        model: the model of the row that the link names.
        token_version: the column with its token version.
        held_id: returns the id of this row for an actor who has the role.
        home: the endpoint of the role's page.
        change: returns what to ask a browser with another link of this kind, given the workshop,
            the row that it has, the row of the link that it opened, and the link's token.
    """

    role: Role
    kind: str
    model: type[Any]
    token_version: InstrumentedAttribute[int]
    held_id: Callable[[Actor], int | None]
    home: str
    change: Callable[[Workshop, Any, Any, str], Change]

    def enter(self, token: str) -> Any:
        """Log in with this link. A browser with another link of this kind is asked to confirm."""
        return self._log_in(token, confirmed=False)

    def switch(self, token: str) -> Any:
        """Log in with this link instead of another one."""
        return self._log_in(token, confirmed=True)

    def _log_in(self, token: str, *, confirmed: bool) -> Any:
        with reading() as db:
            row = linked(db, token, self.kind, self.model, self.token_version)
            workshop = workshops.by_id(db, row.workshop_id)
            actor = identify(db, session, workshop, (self.role,))
            if actor and self.held_id(actor) != row.id and not confirmed:
                held = db.get_one(self.model, self.held_id(actor))
                return ask(self.change(workshop, held, row, token))
            token_version = getattr(row, self.token_version.key)
            remember(db, session, self.role, workshop.id, (row.id, token_version))
        return redirect(url_for(self.home, code=workshop.code), code=303)
