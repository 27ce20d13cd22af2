"""HTTP routes of the breakouts for phones and tablets: wishes, seats, facilitators' buttons."""

from typing import Any

from flask import Blueprint, redirect, session, url_for
from sqlalchemy.orm import Session

from polling.breakouts import actions
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
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.people import signed_links, urls
from polling.people.identity import identify, remember
from polling.web.commands import command
from polling.web.role_change import Change, ask
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("breakouts", __name__)


@blueprint.get("/f/<token>")
@allow(Role.ANYONE)
def enter_facilitator(token: str) -> Any:
    """Log in with a facilitator's link. A facilitator of another group is asked to confirm."""
    with reading() as db:
        group = _group_of(db, token)
        workshop = queries.by_id(db, group.workshop_id)
        now = identify(db, session, workshop, (Role.FACILITATOR,))
        if now and now.group_id != group.id:
            return _ask_for_group(workshop, group, db.get_one(Group, now.group_id), token)
    return _enter(group, workshop)


@blueprint.post("/f/<token>")
@allow(Role.ANYONE)
def become_facilitator(token: str) -> Any:
    """Switch from facilitating another group to the link's group."""
    with reading() as db:
        group = _group_of(db, token)
        workshop = queries.by_id(db, group.workshop_id)
    return _enter(group, workshop)


def _group_of(db: Session, token: str) -> Group:
    found = urls.links().read(signed_links.FACILITATOR, token)
    group = db.get(Group, found[0]) if found else None
    if group is None or found is None or group.link_token_version != found[1]:
        raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    return group


def _enter(group: Group, workshop: Workshop) -> Any:
    remember(session, Role.FACILITATOR, workshop.id, group.id, group.link_token_version)
    return redirect(url_for("pages.facilitator", code=workshop.code), code=303)


def _ask_for_group(workshop: Workshop, offered: Group, now: Group, token: str) -> str:
    change = Change(
        code=workshop.code,
        now=_("In this browser, you are facilitating group %(number)s.", number=now.number),
        offered=_("The link that you opened is for group %(number)s.", number=offered.number),
        home=url_for("pages.facilitator", code=workshop.code),
        to=url_for("breakouts.become_facilitator", token=token),
    )
    return ask(change)


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
