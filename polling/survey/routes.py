"""Answering the survey, and the organizer's forms for it."""

from typing import Any

from flask import Blueprint, current_app, jsonify

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.payloads import Step
from polling.survey.actions import answering as actions
from polling.survey.actions import editing, tagging
from polling.survey.payloads import Answers, NewQuestion, NewTag, QuestionText, TagName, TagOfAnswer

blueprint = Blueprint("survey", __name__)


@blueprint.post("/w/<code>/survey")
@allow(Role.PARTICIPANT)
def answer(code: str) -> Any:
    """Count one set of answers; sent again, it replaces itself."""
    given = http.parse(Answers)
    with transaction() as session:
        counted = actions.answer(session, current_app.config["SECRET_KEY"], http.actor(), given)
    return jsonify(counted)


@blueprint.post("/console/<code>/survey/open")
@allow(Role.ORGANIZER)
def open_it(code: str) -> Any:
    """Let everybody answer, at any stage."""
    with transaction() as session:
        editing.set_open(session, http.actor(), is_open=True)
    return http.done()


@blueprint.post("/console/<code>/survey/close")
@allow(Role.ORGANIZER)
def close_it(code: str) -> Any:
    """Take no more answers."""
    with transaction() as session:
        editing.set_open(session, http.actor(), is_open=False)
    return http.done()


@blueprint.post("/console/<code>/survey/questions")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """Add a question."""
    new = http.parse(NewQuestion)
    with transaction() as session:
        editing.add(session, http.actor(), new)
    return http.done(_("Added."))


@blueprint.post("/console/<code>/survey/questions/<key>")
@allow(Role.ORGANIZER)
def edit(code: str, key: str) -> Any:
    """Save a question's words."""
    text = http.parse(QuestionText)
    with transaction() as session:
        editing.edit(session, http.actor(), key, text)
    return http.done(_("Saved."))


@blueprint.post("/console/<code>/survey/questions/<key>/move")
@allow(Role.ORGANIZER)
def move(code: str, key: str) -> Any:
    """One place up or down."""
    step = http.parse(Step)
    with transaction() as session:
        editing.move(session, http.actor(), key, step.direction)
    return http.done()


@blueprint.post("/console/<code>/survey/questions/<key>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, key: str) -> Any:
    """Ask a question no more."""
    with transaction() as session:
        editing.remove(session, http.actor(), key)
    return http.done()


@blueprint.post("/console/<code>/survey/questions/<key>/tags")
@allow(Role.ORGANIZER)
def tag(code: str, key: str) -> Any:
    """Give answers a tag."""
    new = http.parse(NewTag)
    with transaction() as session:
        tagging.tag(session, http.actor(), key, new)
    return http.done()


@blueprint.post("/console/<code>/survey/questions/<key>/tags/remove")
@allow(Role.ORGANIZER)
def untag(code: str, key: str) -> Any:
    """Take a tag from an answer."""
    which = http.parse(TagOfAnswer)
    with transaction() as session:
        tagging.untag(session, http.actor(), key, which)
    return http.done()


@blueprint.post("/console/<code>/survey/questions/<key>/tags/rename")
@allow(Role.ORGANIZER)
def rename_tag(code: str, key: str) -> Any:
    """Give a tag another name."""
    names = http.parse(TagName)
    with transaction() as session:
        tagging.rename(session, http.actor(), key, names.tag, names.name)
    return http.done()
