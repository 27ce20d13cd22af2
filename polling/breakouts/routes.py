"""HTTP routes of the breakouts: wishes, seats, facilitators' buttons, and facilitators' links."""

from typing import Any

from flask import Blueprint, Response, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.breakouts import actions, facilitator_link, queries
from polling.breakouts.forms import (
    Choice,
    IssueClock,
    Meeting,
    ReadBackStep,
    StanceOnDraft,
    Switch,
    Wishes,
)
from polling.breakouts.models import Group
from polling.breakouts.read_back import actions as reading_back
from polling.breakouts.seating import actions as seating
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.i18n import _
from polling.people import qr_codes, signed_links
from polling.web.commands import command
from polling.web.link_logins import LinkLogin
from polling.web.role_change import Change
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop

blueprint = Blueprint("breakouts", __name__)


def _another_group(workshop: Workshop, now: Group, offered: Group, token: str) -> Change:
    return Change(
        code=workshop.code,
        question=_("Switch to this link?"),
        now=_("In this browser, you are facilitating group %(number)s.", number=now.number),
        offered=_("The link that you opened is for group %(number)s.", number=offered.number),
        home=url_for("pages.facilitator", code=workshop.code),
        to=url_for("breakouts.switch_link", token=token),
    )


_LOGIN = LinkLogin(
    Role.FACILITATOR,
    signed_links.FACILITATOR,
    Group,
    Group.link_token_version,
    held_id=lambda actor: actor.group_id,
    home="pages.facilitator",
    change=_another_group,
)


@blueprint.get("/f/<token>")
@allow(Role.ANYONE)
def enter_link(token: str) -> Any:
    """Log in with a facilitator's link. A facilitator of another group is asked to confirm."""
    return _LOGIN.enter(token)


@blueprint.post("/f/<token>")
@allow(Role.ANYONE)
def switch_link(token: str) -> Any:
    """Switch from facilitating another group to the link's group."""
    return _LOGIN.switch(token)


@command(blueprint, "/w/<code>/wishes", Role.PARTICIPANT)
def wish(session: Session, actor: Actor, wanted: Wishes) -> None:
    """Store the participant's preferred themes."""
    seating.wish(session, actor, wanted.themes)


@command(blueprint, "/w/<code>/seat", Role.PARTICIPANT)
def take_seat(session: Session, actor: Actor) -> None:
    """Give a participant without a group a seat."""
    seating.take_seat(session, actor)


@command(blueprint, "/w/<code>/group/help", Role.FACILITATOR)
def call_help(session: Session, actor: Actor, switch: Switch) -> None:
    """Ask the organizers to come, or cancel the request."""
    actions.call_help(session, actor, wanted=switch.on)


@command(blueprint, "/w/<code>/group/ready", Role.FACILITATOR)
def set_ready(session: Session, actor: Actor, switch: Switch) -> None:
    """Mark the group as done, or not done."""
    actions.set_ready(session, actor, ready=switch.on)


@command(blueprint, "/w/<code>/group/meeting", Role.FACILITATOR)
def set_meeting_link(session: Session, actor: Actor, meeting: Meeting) -> str:
    """Set the meeting link for remote members."""
    actions.set_meeting_link(session, actor, meeting.link)
    return _("Saved.")


@command(blueprint, "/w/<code>/group/issue", Role.FACILITATOR)
def choose_issue(session: Session, actor: Actor, choice: Choice) -> None:
    """Switch the group to another of its issues."""
    actions.choose_issue(session, actor, choice.issue)


@command(blueprint, "/w/<code>/group/clock", Role.FACILITATOR)
def set_issue_clock(session: Session, actor: Actor, change: IssueClock) -> None:
    """Start, extend, pause or clear the timer of an issue."""
    actions.set_issue_clock(
        session,
        actor,
        issue_id=change.issue,
        action=change.action,
        seconds=change.seconds,
    )


@command(blueprint, "/w/<code>/group/read-back", Role.FACILITATOR)
def turn_read_back(session: Session, actor: Actor, reading_on: ReadBackStep) -> None:
    """Start the read-back, go to another recommendation, or end it."""
    reading_back.turn(session, actor, reading_on.to)


@command(blueprint, "/w/<code>/drafts/<int:recommendation_id>/mark", Role.PARTICIPANT)
def mark(session: Session, actor: Actor, said: StanceOnDraft, recommendation_id: int) -> None:
    """Mark the member's agreement with a recommendation."""
    reading_back.mark(session, actor, recommendation_id, **said.model_dump())


# ---- Facilitators' links, for organizers ----


@command(blueprint, "/console/<code>/groups/<int:group_id>/link", Role.ORGANIZER)
def renew_link(session: Session, actor: Actor, group_id: int) -> str:
    """Renew a facilitator's link; the old one stops working at once."""
    group = queries.group(session, actor.workshop_id, group_id)
    actions.renew_link(session, actor, group)
    return _("The old link no longer works.")


@blueprint.get("/console/<code>/groups/links")
@allow(Role.ORGANIZER)
def link_sheet(code: str) -> str:
    """Return a printable sheet with a slip for each facilitator: a QR code and the issues."""
    with reading() as session:
        workshop = workshops.workshop_of(session, web.actor())
        workshops.themes(session, workshop.id)  # loads all issues in one query
        slips = [
            (group, workshops.priority_issues(session, group.theme_id))
            for group in queries.groups(session, workshop.id)
        ]
        return web.render("breakouts/facilitator_links.html", workshop=workshop, slips=slips)


@blueprint.get("/console/<code>/groups/<int:group_id>/qr.svg")
@allow(Role.ORGANIZER)
def link_qr_code(code: str, group_id: int) -> Response:
    """Return the QR code of a facilitator's link."""
    with reading() as session:
        group = queries.group(session, web.actor().workshop_id, group_id)
        drawn = qr_codes.as_svg(facilitator_link.facilitator_address(group))
    return web.svg(drawn)
