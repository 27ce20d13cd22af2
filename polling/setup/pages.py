"""The setup stage, for each role. The console shows one part of the setup at a time."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.setup.parts import PARTS
from polling.web.contexts import Empty
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> Empty:
    """Nothing but the event's name: the organizers are still at work."""
    return Empty()


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> Empty:
    """The event's name."""
    return Empty()


def screen(session: Session, workshop: Workshop) -> Empty:
    """The event's name, large."""
    return Empty()


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The part that the address asks for, by default the themes with their issues."""
    part = PARTS.get(request.args.get("part", ""), PARTS["themes"])
    waiting = {key: one.waiting(session, workshop) for key, one in PARTS.items() if one.waiting}
    shown = {"part": part, "parts": PARTS.values(), "waiting": waiting}
    return shown | part.context(session, workshop)
