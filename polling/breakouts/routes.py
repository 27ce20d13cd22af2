"""Breakouts over HTTP, for phones and tablets: wishes, seats, and the facilitator's buttons."""

from typing import Any

from flask import Blueprint, redirect, session, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.breakouts import actions
from polling.breakouts.models import Group
from polling.breakouts.payloads import (
    Choice,
    IssueClock,
    Meeting,
    ReadBackStep,
    StanceOnDraft,
    Switch,
    Wishes,
)
from polling.breakouts.read_back import actions as reading_back
from polling.breakouts.seating.actions import forming, seats
from polling.core.access import Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.people import addresses, links
from polling.people.identity import identify, remember
from polling.web.role_change import Change, ask
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("breakouts", __name__)


@blueprint.get("/f/<token>")
@allow(Role.ANYONE)
def enter_facilitator(token: str) -> Any:
    """A facilitator's personal link; the facilitator of another group is asked first."""
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
    """Facilitate the link's group instead of another one."""
    with reading() as db:
        group = _group_of(db, token)
        workshop = queries.by_id(db, group.workshop_id)
    return _enter(group, workshop)


def _group_of(db: Session, token: str) -> Group:
    found = addresses.links().read(links.FACILITATOR, token)
    group = db.get(Group, found[0]) if found else None
    if group is None or found is None or group.link_epoch != found[1]:
        raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    return group


def _enter(group: Group, workshop: Workshop) -> Any:
    remember(session, Role.FACILITATOR, workshop.id, group.id, group.link_epoch)
    return redirect(url_for("pages.facilitator", code=workshop.code), code=303)


def _ask_for_group(workshop: Workshop, offered: Group, now: Group, token: str) -> str:
    change = Change(
        code=workshop.code,
        now=_("This browser facilitates group %(number)s.", number=now.number),
        offered=_("The link is for group %(number)s.", number=offered.number),
        stay=_("Stay with group %(number)s", number=now.number),
        switch=_("Take group %(number)s", number=offered.number),
        home=url_for("pages.facilitator", code=workshop.code),
        to=url_for("breakouts.become_facilitator", token=token),
    )
    return ask(change)


@blueprint.post("/w/<code>/wishes")
@allow(Role.PARTICIPANT)
def wish(code: str) -> Any:
    """Say which themes one would like to work on."""
    wanted = web.parse(Wishes)
    with transaction() as db:
        forming.wish(db, web.actor(), wanted.themes)
    return web.done()


@blueprint.post("/w/<code>/seat")
@allow(Role.PARTICIPANT)
def take_seat(code: str) -> Any:
    """Somebody without a group asks for one."""
    with transaction() as db:
        seats.take_seat(db, web.actor())
    return web.done()


@blueprint.post("/w/<code>/group/help")
@allow(Role.FACILITATOR)
def call_help(code: str) -> Any:
    """Ask the organizers to come, or cancel that."""
    switch = web.parse(Switch)
    with transaction() as db:
        actions.call_help(db, web.actor(), wanted=switch.on)
    return web.done()


@blueprint.post("/w/<code>/group/ready")
@allow(Role.FACILITATOR)
def set_ready(code: str) -> Any:
    """Say that the group has finished, or goes on."""
    switch = web.parse(Switch)
    with transaction() as db:
        actions.set_ready(db, web.actor(), ready=switch.on)
    return web.done()


@blueprint.post("/w/<code>/group/meeting")
@allow(Role.FACILITATOR)
def set_meeting_link(code: str) -> Any:
    """Say where members who are elsewhere take part."""
    meeting = web.parse(Meeting)
    with transaction() as db:
        actions.set_meeting_link(db, web.actor(), meeting.link)
    return web.done(_("Saved."))


@blueprint.post("/w/<code>/group/issue")
@allow(Role.FACILITATOR)
def choose_issue(code: str) -> Any:
    """Turn the group to another of its issues."""
    choice = web.parse(Choice)
    with transaction() as db:
        actions.choose_issue(db, web.actor(), choice.issue)
    return web.done()


@blueprint.post("/w/<code>/group/clock")
@allow(Role.FACILITATOR)
def set_issue_clock(code: str) -> Any:
    """Start, extend, pause or clear the clock of an issue."""
    change = web.parse(IssueClock)
    with transaction() as db:
        actions.set_issue_clock(
            db,
            web.actor(),
            issue_id=change.issue,
            action=change.action,
            seconds=change.seconds,
        )
    return web.done()


@blueprint.post("/w/<code>/group/read-back")
@allow(Role.FACILITATOR)
def turn_read_back(code: str) -> Any:
    """Begin to read back, turn the page, or end."""
    reading_on = web.parse(ReadBackStep)
    with transaction() as db:
        reading_back.turn(db, web.actor(), reading_on.to)
    return web.done()


@blueprint.post("/w/<code>/drafts/<int:recommendation_id>/mark")
@allow(Role.PARTICIPANT)
def mark(code: str, recommendation_id: int) -> Any:
    """Say how far one agrees with a recommendation."""
    said = web.parse(StanceOnDraft)
    with transaction() as db:
        reading_back.mark(db, web.actor(), recommendation_id, **said.model_dump())
    return web.done()
