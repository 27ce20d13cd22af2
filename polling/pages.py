"""The pages that follow the stage: one URL for each role.

Each stage's package returns the contexts of its templates in `pages.py`; the templates are
`templates/<stage package>/<role>.html`.
"""

import time
import zlib
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from sqlalchemy.orm import Session

import polling.ranking.pages
import polling.report.pages
import polling.setup.pages
import polling.survey.pages
from polling import stages, web
from polling.breakouts import queries as breakouts
from polling.contests import imported_results
from polling.core import i18n
from polling.core.access import Actor, Role, allow
from polling.core.edit_conflicts import mark
from polling.facilitation import stage_registry
from polling.facilitation.schedule import schedule
from polling.live import connection_registry
from polling.live.page_push import Phone, Pushed
from polling.people import queries as people_queries
from polling.people import urls
from polling.people.models import Participant
from polling.people.queries import by_id as people_by_id
from polling.rehearsal.console_panel import panel
from polling.screen import state
from polling.web.shared_fragments import Mine, fill, for_many, read_by
from polling.web.shared_page import render_shared
from polling.web.template_contexts import Context, variables
from polling.web.text_language import written_in
from polling.workshop import queries
from polling.workshop.models import Message, Workshop
from polling.workshop.stage_hooks import StagePages
from polling.workshop.version_cache import cached_for_phones

blueprint = Blueprint("pages", __name__)
LEVEL = 5  # of compression
SAMPLE_NUMBER = 12  # of a participant


@blueprint.get("/w/<code>")
@allow(Role.PARTICIPANT)
@web.page
def participant(code: str) -> str:
    """Show a participant's phone."""
    workshop, page = _page(web.page_session())
    return _participant(workshop, page, stages.BY_KEY[workshop.stage].package)


@blueprint.get("/w/<code>/survey")
@allow(Role.PARTICIPANT)
@web.page
def survey(code: str) -> str:
    """Show the survey on a participant's phone, at any stage."""
    workshop = queries.by_id(web.page_session(), web.actor().workshop_id)
    return _participant(workshop, polling.survey.pages, "survey")


def _participant(workshop: Workshop, page: StagePages, package: str) -> str:
    """Return the reader's page: complete for a browser that opens it, otherwise as pushed."""
    session, actor = web.page_session(), web.actor()
    person = session.get_one(Participant, actor.participant_id)
    mine = page.mine(session, workshop, [person])[person.id]
    if web.wants_fragment():
        return shared_page(session, workshop, (page, package), person.group_id, mine)
    read_by(person)
    template = f"{package}/participant.html"
    if mine.in_own_order:
        made = _variables(session, workshop, page, person.group_id, mine)
        return web.render(template, **made | {"actor": actor})
    key = workshop.code, workshop.phones_version, person.group_id, mine
    return render_shared(
        template, key, lambda: _variables(session, workshop, page, person.group_id, mine)
    )


def shared_page(
    session: Session,
    workshop: Workshop,
    place: tuple[StagePages, str],
    group_id: int | None,
    mine: Mine,
) -> str:
    """Return a participant's page for all phones with equal `mine`, which each phone completes."""
    page, package = place
    with for_many():
        made = render_template(
            f"{package}/participant.html",
            layout="layouts/fragment.html",
            **_variables(session, workshop, page, group_id, mine),
        )
    return fill(made)


def _variables(
    session: Session, workshop: Workshop, page: StagePages, group_id: int | None, mine: Mine
) -> dict[str, Any]:
    """Return the variables of a participant's page; only `mine` is about its reader."""
    return (
        _for_participants(session, workshop, group_id)
        | variables(page.participant(session, workshop, mine))
        | {
            "actor": Actor(Role.PARTICIPANT, workshop.id, group_id=mine.group_id),
            "mine": mine,
        }
    )


def pages_to_push(
    session: Session, workshop_id: int, phones: Sequence[Phone], seconds: float
) -> Iterator[Pushed]:
    """Render the page of the current stage for as many of these phones as time allows.

    Personal data is loaded for all of them at once. A phone whose participant has been removed, or
    whose badge was reissued, gets none.
    """
    started = time.monotonic()
    workshop = queries.by_id(session, workshop_id)
    place = stage_registry.BY_STAGE[workshop.stage].pages, stages.BY_KEY[workshop.stage].package
    people = people_by_id(session, workshop_id, [phone.participant_id for phone in phones])
    admitted = [
        phone
        for phone in phones
        if (person := people.get(phone.participant_id))
        and person.token_version == phone.token_version
    ]
    refused = {phone.sid for phone in phones} - {phone.sid for phone in admitted}
    if refused:
        yield Pushed(workshop.phones_version, b"", sorted(refused))
    mine = place[0].mine(session, workshop, [people[phone.participant_id] for phone in admitted])
    alike: dict[Any, list[Phone]] = {}
    for phone in admitted:
        group_id = people[phone.participant_id].group_id
        told = _told(session, workshop, group_id)
        key = phone.language, told, mine[phone.participant_id]
        alike.setdefault(key, []).append(phone)
    looked_up = time.monotonic()
    until = looked_up + max(seconds, looked_up - started)
    for (language, _, own), there in alike.items():
        with i18n.speaking(language):
            group_id = people[there[0].participant_id].group_id
            html = shared_page(session, workshop, place, group_id, own)
        yield Pushed(
            workshop.phones_version,
            zlib.compress(html.encode(), LEVEL),
            [phone.sid for phone in there],
        )
        if time.monotonic() > until:
            return


def _told(session: Session, workshop: Workshop, group_id: int | None) -> Hashable:
    """Return what a group sees at any stage: the newest message, and questions to answer."""
    messages = _messages(session, workshop, group_id)
    asked = _rewordings(session, workshop, group_id)
    return (messages[0].text if messages else ""), (group_id if asked else None)


@blueprint.get("/w/<code>/facilitator")
@allow(Role.FACILITATOR)
@web.page
def facilitator(code: str) -> str:
    """Show a facilitator's tablet."""
    session = web.page_session()
    workshop, page = _page(session)
    context = page.facilitator(session, workshop, web.actor())
    own = breakouts.group(session, workshop.id, web.actor().group_id)
    return _render(session, workshop, "facilitator", context, own_group=own)


@blueprint.get("/w/<code>/screen")
@allow(Role.SCREEN)
@web.page
def screen(code: str) -> str:
    """Show the projector's page."""
    session = web.page_session()
    workshop = queries.workshop_of(session, web.actor())
    shown = state.view(workshop)
    context = stage_registry.BY_STAGE[shown].pages.screen(session, workshop)
    return _render(session, workshop, "screen", context, stage=stages.BY_KEY[shown])


@blueprint.get("/console/<code>")
@allow(Role.ORGANIZER)
@web.page
def console(code: str) -> Any:
    """Show the organizers' console at the workshop's stage."""
    session = web.page_session()
    stage = queries.workshop_of(session, web.actor()).stage
    return redirect(url_for("pages.console_stage", code=code, stage=stage), code=303)


@blueprint.get("/console/<code>/<any({}):stage>".format(", ".join(stages.KEYS)))
@allow(Role.ORGANIZER)
@web.page
def console_stage(code: str, stage: str) -> str:
    """Show the organizers' console for one stage, which need not be the current one."""
    tab = stages.BY_KEY[stage]
    session = web.page_session()
    workshop = queries.workshop_of(session, web.actor())
    context = stage_registry.BY_STAGE[stage].pages.console(session, workshop)
    return _console(session, workshop, context, tab=tab, package=tab.package)


@blueprint.get("/console/<code>/log")
@allow(Role.ORGANIZER)
@web.page
def log(code: str) -> str:
    """Show the log, and whether its hash chain is unbroken."""
    session = web.page_session()
    workshop = queries.workshop_of(session, web.actor())
    context = polling.setup.pages.log(session, workshop)
    return _console(session, workshop, context, tab=None, package="setup", page="log")


def _console(session: Session, workshop: Workshop, context: Context, **more: Any) -> str:
    """Return a page of the console; `tab` is its stage, if it belongs to one."""
    reasons = stage_registry.reasons_to_stay(session, workshop)
    joined = people_queries.present(session, workshop.id)
    online = len(connection_registry.participants_online(workshop.id))
    return _render(
        session,
        workshop,
        "console",
        context,
        reasons=reasons,
        going_on_is_next=stage_registry.going_on_is_next(session, workshop, reasons),
        calls=breakouts.calling_for_help(session, workshop.id),
        joined=joined,
        offline=max(0, joined - online),
        online=online,
        practice=panel(session, workshop, web.actor()),
        closed_for_good=imported_results.are_final(session, workshop),
        **more,
    )


@blueprint.get("/console/<code>/phone")
@allow(Role.ORGANIZER)
@web.page
def phone(code: str) -> str:
    """Show a preview of phones; during the setup, of the coming ranking.

    The reader stays an organizer: the page belongs to nobody, and runs no scripts.
    """
    web.let_own_pages_frame_this()
    session = web.page_session()
    workshop, page = _page(session)
    nobody = Participant(id=0, number=0, attributes={}, preferences=[])
    mine = page.mine(session, workshop, [nobody])[0]
    stage, shown = stages.BY_KEY[workshop.stage], page.participant(session, workshop, mine)
    if stage.key == "setup":
        stage, shown = stages.BY_KEY["ranking"], polling.ranking.pages.preview(session, workshop)
    everywhere = _for_participants(session, workshop, group_id=None) | {"stage": stage}
    with for_many():
        made = render_template(
            f"{stage.package}/participant.html",
            layout="layouts/preview.html",
            **(everywhere | variables(shown)),
            actor=Actor(Role.PARTICIPANT, workshop.id),
            mine=mine,
            own_number=lambda: SAMPLE_NUMBER,  # no script fills it in
        )
    return fill(made, nonce=g.nonce)


def _page(session: Session) -> tuple[Workshop, StagePages]:
    workshop = queries.workshop_of(session, web.actor())
    return workshop, stage_registry.BY_STAGE[workshop.stage].pages


def _messages(session: Session, workshop: Workshop, group_id: int | None) -> list[Message]:
    return cached_for_phones(
        workshop,
        ("messages", group_id),
        lambda: queries.messages(session, workshop.id, group_id),
    )


def _rewordings(
    session: Session, workshop: Workshop, group_id: int | None
) -> list[polling.report.pages.Rewording]:
    return cached_for_phones(
        workshop,
        ("rewordings", group_id),
        lambda: polling.report.pages.rewordings(session, workshop, group_id),
    )


def _clocks(session: Session, workshop: Workshop) -> dict[str, Any]:
    return cached_for_phones(workshop, "clocks", lambda: queries.timers(session, workshop.id))


def _for_participants(session: Session, workshop: Workshop, group_id: int | None) -> dict[str, Any]:
    """Return the common parts of participants' pages; no schedule, which would cost queries."""
    written_in(workshop.languages)
    return {
        "workshop": workshop,
        "stage": stages.BY_KEY[workshop.stage],
        "clocks": _clocks(session, workshop),
        "messages": _messages(session, workshop, group_id),
        "rewordings": _rewordings(session, workshop, group_id),
    }


def _render(session: Session, workshop: Workshop, role: str, context: Context, **more: Any) -> str:
    actor: Actor = web.actor()
    stage = more.pop("stage", stages.BY_KEY[workshop.stage])
    package, page = more.pop("package", stage.package), more.pop("page", role)
    clocks, messages = _clocks(session, workshop), _messages(session, workshop, actor.group_id)
    everywhere = {
        "workshop": workshop,
        "actor": actor,
        "stage": stage,
        "clocks": clocks,
        "vote_clock": queries.first_vote_to_end(clocks),
        "messages": messages,
        "message_mark": mark(queries.message_to_all(messages)),
        "rewordings": _rewordings(session, workshop, actor.group_id),
        "schedule": schedule(session, workshop, count_presenting=role == "console"),
        "join_at": urls.base().split("://", 1)[-1],
    }
    return web.render(f"{package}/{page}.html", **(everywhere | variables(context) | more))
