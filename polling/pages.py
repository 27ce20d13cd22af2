"""The pages that follow the stage: one address for each role, whatever the workshop is doing.

Each stage's package says in `pages.py` what its template shows; the template is
`templates/<stage package>/<role>.html`.
"""

from typing import Any

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session

import polling.report.pages
import polling.survey.pages
from polling import stages, web
from polling.breakouts import queries as breakouts
from polling.core.access import Actor, Role, allow
from polling.facilitation import stage_hooks
from polling.facilitation.schedule import schedule
from polling.live import rooms
from polling.people import addresses
from polling.people import queries as people
from polling.web.contexts import Context, variables
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import StagePages
from polling.workshop.versions import cached_per_version

blueprint = Blueprint("pages", __name__)


@blueprint.get("/w/<code>")
@allow(Role.PARTICIPANT)
@web.page
def participant(code: str) -> str:
    """A participant's phone."""
    session = web.page_session()
    workshop, page = _page(session)
    context = page.participant(session, workshop, web.actor())
    return _render(session, workshop, "participant", context)


@blueprint.get("/w/<code>/survey")
@allow(Role.PARTICIPANT)
@web.page
def survey(code: str) -> str:
    """The survey on a participant's phone, whatever the workshop is doing."""
    session = web.page_session()
    workshop = queries.by_id(session, web.actor().workshop_id)
    context = polling.survey.pages.participant(session, workshop, web.actor())
    return _render(session, workshop, "participant", context, package="survey")


@blueprint.get("/w/<code>/facilitator")
@allow(Role.FACILITATOR)
@web.page
def facilitator(code: str) -> str:
    """A facilitator's tablet."""
    session = web.page_session()
    workshop, page = _page(session)
    context = page.facilitator(session, workshop, web.actor())
    own = breakouts.group(session, workshop.id, web.actor().group_id)
    return _render(session, workshop, "facilitator", context, own_group=own)


@blueprint.get("/w/<code>/screen")
@allow(Role.SCREEN)
@web.page
def screen(code: str) -> str:
    """The projector."""
    session = web.page_session()
    workshop, page = _page(session)
    return _render(session, workshop, "screen", page.screen(session, workshop))


@blueprint.get("/console/<code>")
@allow(Role.ORGANIZER)
@web.page
def console(code: str) -> Any:
    """The organizer's console, at the stage where the workshop is."""
    session = web.page_session()
    stage = queries.by_id(session, web.actor().workshop_id).stage
    return redirect(url_for("pages.console_stage", code=code, stage=stage), code=303)


@blueprint.get("/console/<code>/<any({}):stage>".format(", ".join(stages.KEYS)))
@allow(Role.ORGANIZER)
@web.page
def console_stage(code: str, stage: str) -> str:
    """The organizer's console for one stage, which need not be the present one."""
    tab = stages.BY_KEY[stage]
    session = web.page_session()
    workshop = queries.by_id(session, web.actor().workshop_id)
    context = stage_hooks.BY_STAGE[stage].pages.console(session, workshop)
    reasons = stage_hooks.reasons_to_stay(session, workshop)
    return _render(
        session,
        workshop,
        "console",
        context,
        tab=tab,
        package=tab.package,
        reasons=reasons,
        going_on_is_next=stage_hooks.going_on_is_next(session, workshop, reasons),
        joined=people.present(session, workshop.id),
        online=rooms.connected(workshop.id),
    )


def _page(session: Session) -> tuple[Workshop, StagePages]:
    workshop = queries.by_id(session, web.actor().workshop_id)
    return workshop, stage_hooks.BY_STAGE[workshop.stage].pages


def _render(session: Session, workshop: Workshop, role: str, context: Context, **more: Any) -> str:
    actor: Actor = web.actor()
    package = more.pop("package", stages.BY_KEY[workshop.stage].package)
    clocks = cached_per_version(workshop, "clocks", lambda: queries.timers(session, workshop.id))
    everywhere = {
        "workshop": workshop,
        "actor": actor,
        "stage": stages.BY_KEY[workshop.stage],
        "clocks": clocks,
        "vote_clock": queries.first_to_end(clocks, "contest"),
        "messages": cached_per_version(
            workshop,
            ("messages", actor.group_id),
            lambda: queries.messages(session, workshop.id, actor.group_id),
        ),
        "rewordings": cached_per_version(
            workshop,
            ("rewordings", actor.group_id),
            lambda: polling.report.pages.rewordings(session, workshop, actor),
        ),
        # Phones do without: they are many, and follow the stage anyway.
        "schedule": None if role == "participant" else schedule(session, workshop),
        "join_at": addresses.base().split("://", 1)[-1],
    }
    return web.render(f"{package}/{role}.html", **(everywhere | variables(context) | more))
