"""Joining a workshop, and organizers' removal of participants."""

from typing import Any

from flask import Blueprint, Response, redirect, request, session, url_for
from sqlalchemy.orm import Session, load_only

from polling import web
from polling.core import languages
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.core.rate_limits import spend
from polling.people import countries, qr_codes, urls
from polling.people import queries as people
from polling.people.actions import participants
from polling.people.forms import Details, JoinCode
from polling.people.identity import identify, remember, turned_away
from polling.web import workshop_access
from polling.web.client_origin import browser, network
from polling.web.commands import command
from polling.web.newcomers import note_joining
from polling.web.shared_page import render_shared
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("people", __name__)
# The columns of a workshop that the join page shows.
SHOWN = (
    Workshop.code,
    Workshop.stage,
    Workshop.title,
    Workshop.subtitle,
    Workshop.event,
    Workshop.accent,
    Workshop.logo_type,
    Workshop.attributes,
    Workshop.settings,
    Workshop.languages,
)
ONLY_SHOWN = load_only(*SHOWN)  # of a query
# Those that decide who may join.
ONLY_ASKED = load_only(
    Workshop.code, Workshop.stage, Workshop.template, Workshop.attributes, Workshop.settings
)


@blueprint.get("/")
@allow(Role.ANYONE)
@web.page
def front() -> str:
    """Show the front page, with the form for the join code."""
    return web.render("people/front.html", code=request.args.get("code", ""))


@blueprint.post("/")
@allow(Role.ANYONE)
def find() -> Any:
    """Redirect from a code to its workshop. After many wrong codes, this waits."""
    code = workshop_access.admit(web.parse(JoinCode).join_code)
    return web.done(to=url_for("people.join", code=code))


@blueprint.get("/j/<code>")
@allow(Role.ANYONE)
def join(code: str) -> Any:
    """Show the join form; people who have joined are redirected to their page."""
    code = workshop_access.admit(code)
    with reading() as db:
        workshop = queries.by_code(db, code, ONLY_SHOWN)
        if identify(db, session, workshop, (Role.PARTICIPANT,)):
            return redirect(url_for("pages.participant", code=workshop.code), code=303)
        refusal = turned_away(db, session, workshop)
        if not refusal and participants.has_ended(workshop):
            refusal = str(participants.ENDED)
        if refusal:
            return web.render("people/join.html", workshop=workshop, refusal=refusal)
        return render_shared("people/join.html", _shown(workshop), lambda: join_form(workshop))


def join_form(workshop: Workshop) -> dict[str, Any]:
    """Return the context of the join form."""
    asks = any(countries.is_country(attribute) for attribute in workshop.attributes)
    return {
        "workshop": workshop,
        "refusal": "",
        "countries": countries.names() if asks else [],
    }


def _shown(workshop: Workshop) -> str:
    return repr([getattr(workshop, column.key) for column in SHOWN])


@blueprint.post("/j/<code>")
@allow(Role.ANYONE)
def join_now(code: str) -> Any:
    """Join as a participant."""
    details = web.parse(Details, _details())
    code = workshop_access.admit(code)
    with reading() as db:
        workshop = queries.by_code(db, code, ONLY_ASKED)
        if refusal := turned_away(db, session, workshop):
            raise NotAllowed(refusal)
        is_in = identify(db, session, workshop, (Role.PARTICIPANT,)) is not None
    if not is_in:
        newcomer = participants.Newcomer(workshop.id, details.attributes, languages.told())
        spend("join-form", browser())
        participants.answers_of(workshop, newcomer)  # refused forms spend nothing of the network's
        spend("join", f"{code}/{network()}")
        person = participants.let_in(newcomer)
        with reading() as db:  # unused unless the browser has had a login
            remember(db, session, Role.PARTICIPANT, workshop.id, (person.id, person.token_version))
        note_joining()
    return web.done(to=url_for("pages.participant", code=code))


def _parsed_details() -> Details:
    return web.parse(Details, _details())


@command(blueprint, "/w/<code>/details", Role.PARTICIPANT, prepare=_parsed_details)
def change_details(session: Session, actor: Actor, prepared: Details) -> str:
    """Correct the participant's answers from joining."""
    participants.change_details(session, actor, prepared.attributes)
    return _("Saved.")


@blueprint.get("/j/<code>/qr.svg")
@allow(Role.ANYONE)
def qr_code(code: str) -> Response:
    """Return the QR code of the join page."""
    with reading() as db:
        workshop = queries.by_code(db, workshop_access.require_known(code))
    return web.svg(qr_codes.as_svg(urls.join_address(workshop)), max_age=3600)


def _details() -> Any:
    """Collect fields named attributes.<key> into one mapping; JSON is used unchanged."""
    if request.is_json:
        return web.body()
    prefix = "attributes."
    given = {k.removeprefix(prefix): v for k, v in request.form.items() if k.startswith(prefix)}
    return {"attributes": given}


# ---- Removal by organizers ----


@command(blueprint, "/console/<code>/people/<int:person_id>/remove", Role.ORGANIZER)
def remove(session: Session, actor: Actor, person_id: int) -> str:
    """Revoke a participant's access; their counted ballots are kept."""
    person = people.participant(session, actor.workshop_id, person_id)
    participants.remove(session, actor, person)
    number = person.number
    return _("Participant %(number)s was removed.", number=number)


@command(blueprint, "/console/<code>/people/<int:person_id>/let-in", Role.ORGANIZER)
def let_in(session: Session, actor: Actor, person_id: int) -> str:
    """Undo a removal."""
    person = people.participant(session, actor.workshop_id, person_id)
    participants.let_in_again(session, actor, person)
    number = person.number
    return _("Participant %(number)s was restored.", number=number)
