"""The breakouts stage, for each role."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    return {}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    return {}


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    return {}


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    return {}
