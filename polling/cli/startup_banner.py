"""The text that `polling serve` prints at the start.

On a terminal, it has the links that a person needs next, and the QR code to join. In production and
with LOG_FORMAT=json, output is stored, so it is one log line without links.
"""

import logging
from sqlite3 import sqlite_version

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from polling.core.db import engine, transaction
from polling.core.engines import journal_mode
from polling.demo.content import demo_workshop
from polling.people import qr_codes, urls
from polling.people.actions import invitations
from polling.people.queries import organizers_of
from polling.rehearsal.actions import make_demo
from polling.workshop.join_codes import spaced
from polling.workshop.models import Workshop

DEMO_ORGANIZER = "organizer@demo.example"
log = logging.getLogger(__name__)


def announce(app: Flask, config: Config, *, demo: bool) -> None:
    """Print that the server is ready; with --demo, always with the demo's links."""
    if demo or not (config.production or config.log_format == "json"):
        click.echo(welcome(app, config, demo=demo))
    else:
        log.info("serving on %s", config.address())


def welcome(app: Flask, config: Config, *, demo: bool) -> str:
    """Return the text for the terminal; with `demo`, import the demo workshop the first time."""
    with app.test_request_context(base_url=config.address()), transaction() as session:
        workshop = _latest(session, demo=demo)
        if demo and workshop is None:
            workshop = make_demo(session, demo_workshop())
        lines = [f"Serving on {config.address()} · stop with Ctrl-C", *_journal(), ""]
        if workshop is None:
            return "\n".join([*lines, "To become an organizer: polling organizer add YOUR@EMAIL"])
        if workshop.stage != "setup":
            lines += [qr_codes.as_text(urls.join_address(workshop))]
        return "\n".join(lines + _links(session, workshop))


def _journal() -> list[str]:
    """Return SQLite's journal mode, with the reason if it is not the faster one."""
    if engine().dialect.name != "sqlite":
        return []
    if journal_mode() == "WAL":
        return [f"SQLite {sqlite_version} with a write-ahead log"]
    return [
        f"SQLite {sqlite_version} with a rollback journal: in this version the faster write-ahead",
        "log can lose a commit (fixed in 3.51.3, 3.50.7 and 3.44.6)",
    ]


def _links(session: Session, workshop: Workshop) -> list[str]:
    """Return the links to print. Only the demo's give access, until its invitation is accepted."""
    return [
        f"{workshop.title} · join code {spaced(workshop.code)}",
        f"  Join       {urls.join_address(workshop)}",
        f"  Organizer  {_organizer_address(session, workshop)}",
        "The links for the screen and the facilitators are on the organizer's console.",
    ]


def _organizer_address(session: Session, workshop: Workshop) -> str:
    """Return the login page or, if nobody runs the demo yet, a new invitation to it."""
    runners = [account.email for account in organizers_of(session, workshop.id)]
    if workshop.demo and DEMO_ORGANIZER in runners:
        return f"{urls.base()}/login as {DEMO_ORGANIZER}"
    if not workshop.demo or runners:
        return f"{urls.base()}/login"
    token = invitations.invite(session, workshop.id, DEMO_ORGANIZER, inviter_id=None)
    return urls.invitation_address(token)


def _latest(session: Session, *, demo: bool) -> Workshop | None:
    """Return the newest workshop that is not over (rehearsed copies are), else the newest."""
    over = Workshop.stage == "closed"
    query = select(Workshop).where(Workshop.template.is_(False))
    if demo:
        query = query.where(Workshop.demo)
    return session.scalar(query.order_by(over, Workshop.id.desc()).limit(1))
