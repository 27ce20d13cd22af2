"""The setup stage, for each role. The console shows one part of the setup at a time."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.setup.parts import PARTS
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """Nothing but the event's name: the organizers are still at work."""
    return {}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The event's name."""
    return {}


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The event's name, large."""
    return {}


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The part that the address asks for, by default the themes with their issues."""
    part = PARTS.get(request.args.get("part", ""), PARTS["themes"])
    waiting = {key: one.waiting(session, workshop) for key, one in PARTS.items() if one.waiting}
    shown = {"part": part, "parts": PARTS.values(), "waiting": waiting}
    return shown | part.context(session, workshop)
