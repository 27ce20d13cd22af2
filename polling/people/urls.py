"""The addresses that people are given: short ones for the room, signed ones for roles."""

from flask import current_app, request, url_for

from polling.people.models import Badge, Organizer
from polling.people.signed_links import BADGE, SCREEN, Links
from polling.workshop.models import Workshop


def base() -> str:
    """Scheme and host, as the outside sees them."""
    configured: str = current_app.config["PUBLIC_URL"]
    return configured or request.host_url.rstrip("/")


def links() -> Links:
    """The maker of this server's signed links."""
    found: Links = current_app.extensions["links"]
    return found


def join_address(workshop: Workshop) -> str:
    """What the QR code on the screen opens: with a key, so that it never waits."""
    key = links().join_key(workshop.code)
    return base() + url_for("people.join", code=workshop.code, k=key)


def screen_address(workshop: Workshop) -> str:
    """The projector's own link."""
    return base() + url_for(
        "people.enter_screen",
        token=links().make(SCREEN, workshop.id, workshop.screen_token_version),
    )


def report_address(workshop: Workshop) -> str:
    """The public page of the report; "" while there is none."""
    key = workshop.public_key
    return base() + url_for("report.public.read", key=key) if key else ""


def badge_address(badge: Badge) -> str:
    """What a badge's QR code opens; the token is in the fragment, so no log sees it."""
    token = links().make(BADGE, badge.id, badge.token_version)
    return f"{base()}{url_for('people.badge')}#{token}"


def invitation_address(token: str) -> str:
    """The one-time link that accepts an invitation."""
    return base() + url_for("invitations.show", token=token)


def password_address(account: Organizer) -> str:
    """The one-time link that sets an organizer's password."""
    token = links().make_password(account.id, account.token_version)
    return base() + url_for("logins.password", token=token)
