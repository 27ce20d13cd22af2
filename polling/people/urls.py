"""The URLs given to people: short ones for the room, signed ones for roles."""

from typing import TypeVar

from flask import current_app, request, url_for
from sqlalchemy.orm import InstrumentedAttribute, Session

from polling.core.db import Base
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.people.models import Badge, Organizer
from polling.people.signed_links import BADGE, SCREEN, Links
from polling.workshop.models import Workshop

Row = TypeVar("Row", bound=Base)


def base() -> str:
    """Return scheme and host, as seen from outside."""
    configured: str = current_app.config["PUBLIC_URL"]
    return configured or request.host_url.rstrip("/")


def links() -> Links:
    """Return the maker of this server's signed links."""
    found: Links = current_app.extensions["links"]
    return found


def linked(
    session: Session, token: str, kind: str, model: type[Row], version: InstrumentedAttribute[int]
) -> Row:
    """Return the row that a link names. Raises NotAllowed if it was deleted or the link renewed.

    Args:
        token: the token in the link's URL.
        kind: the kind of link, such as `signed_links.SCREEN`.
        version: the column with the row's token version.
    """
    found = links().read(kind, token)
    row = session.get(model, found[0]) if found else None
    if row is None or found is None or getattr(row, version.key) != found[1]:
        raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    return row


def join_address(workshop: Workshop) -> str:
    """Return the URL in the screen's QR code, with a key so that it never waits."""
    key = links().join_key(workshop.code)
    return base() + url_for("people.join", code=workshop.code, k=key)


def screen_address(workshop: Workshop) -> str:
    """Return the screen's link."""
    return base() + url_for(
        "screens.enter_screen",
        token=links().make(SCREEN, workshop.id, workshop.screen_token_version),
    )


def report_address(workshop: Workshop) -> str:
    """Return the public page of the report; "" if there is none."""
    key = workshop.public_key
    return base() + url_for("report.public.read", key=key) if key else ""


def badge_address(badge: Badge) -> str:
    """Return the URL in a badge's QR code; the token is in the fragment, so no log contains it."""
    token = links().make(BADGE, badge.id, badge.token_version)
    return f"{base()}{url_for('badges.badge')}#{token}"


def invitation_address(token: str) -> str:
    """Return the one-time link that accepts an invitation."""
    return base() + url_for("invitations.show", token=token)


def password_path(account: Organizer) -> str:
    """Return the path of the one-time link that sets an organizer's password."""
    token = links().make_password(account.id, account.token_version)
    return url_for("logins.password", token=token)
