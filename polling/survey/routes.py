"""Answering the survey, and the organizer's forms for it."""

from typing import Any

from flask import Blueprint, current_app, jsonify

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.payloads import Step
from polling.survey.actions import answering as actions
from polling.survey.actions import editing, tagging
from polling.survey.payloads import Answers, NewQuestion, NewTag, QuestionText, TagName, TagOfAnswer

blueprint = Blueprint("survey", __name__)


@blueprint.post("/w/<code>/survey")
@allow(Role.PARTICIPANT)
def answer(code: str) -> Any:
    """Count one set of answers; sent again, it replaces itself."""
    given = web.parse(Answers)
    with transaction() as session:
        counted = actions.answer(session, current_app.config["SECRET_KEY"], web.actor(), given)
    return jsonify(counted)


@blueprint.post("/console/<code>/survey/open")
@allow(Role.ORGANIZER)
def open_it(code: str) -> Any:
    """Let everybody answer, at any stage."""
    with transaction() as session:
        editing.set_open(session, web.actor(), is_open=True)
    return web.done()


@blueprint.post("/console/<code>/survey/close")
@allow(Role.ORGANIZER)
def close_it(code: str) -> Any:
    """Take no more answers."""
    with transaction() as session:
        editing.set_open(session, web.actor(), is_open=False)
    return web.done()


@blueprint.post("/console/<code>/survey/questions")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """Add a question."""
    new = web.parse(NewQuestion)
    with transaction() as session:
        editing.add(session, web.actor(), new)
    return web.done(_("Added."))


@blueprint.post("/console/<code>/survey/questions/<key>")
@allow(Role.ORGANIZER)
def edit(code: str, key: str) -> Any:
    """Save a question's words."""
    text = web.parse(QuestionText)
    with transaction() as session:
        editing.edit(session, web.actor(), key, text)
    return web.done(_("Saved."))


@blueprint.post("/console/<code>/survey/questions/<key>/move")
@allow(Role.ORGANIZER)
def move(code: str, key: str) -> Any:
    """One place up or down."""
    step = web.parse(Step)
    with transaction() as session:
        editing.move(session, web.actor(), key, step.direction)
    return web.done()


@blueprint.post("/console/<code>/survey/questions/<key>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, key: str) -> Any:
    """Ask a question no more."""
    with transaction() as session:
        editing.remove(session, web.actor(), key)
    return web.done()


@blueprint.post("/console/<code>/survey/questions/<key>/tags")
@allow(Role.ORGANIZER)
def tag(code: str, key: str) -> Any:
    """Give answers a tag."""
    new = web.parse(NewTag)
    with transaction() as session:
        tagging.tag(session, web.actor(), key, new)
    return web.done()


@blueprint.post("/console/<code>/survey/questions/<key>/tags/remove")
@allow(Role.ORGANIZER)
def untag(code: str, key: str) -> Any:
    """Take a tag from an answer."""
    which = web.parse(TagOfAnswer)
    with transaction() as session:
        tagging.untag(session, web.actor(), key, which)
    return web.done()


@blueprint.post("/console/<code>/survey/questions/<key>/tags/rename")
@allow(Role.ORGANIZER)
def rename_tag(code: str, key: str) -> Any:
    """Give a tag another name."""
    names = web.parse(TagName)
    with transaction() as session:
        tagging.rename(session, web.actor(), key, names.tag, names.name)
    return web.done()
