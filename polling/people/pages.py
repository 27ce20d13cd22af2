"""The lobby, for each role."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests import queries as contests
from polling.contests.models import PRACTICE
from polling.i18n import _
from polling.live import rooms
from polling.people import addresses, queries
from polling.people.models import PRESENCE, Participant
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """Waiting, with a practice ballot to pass the time."""
    practice = contests.contests(session, workshop.id, PRACTICE)
    person = session.get_one(Participant, actor.participant_id)
    return {
        "practice": practice[0] if practice else None,
        "drinks": [{"id": number, "label": label} for number, label in drinks().items()],
        "person": person,
    }


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The QR code, the address, the code, and how many are in."""
    return {
        "qr": url_for("people.qr_code", code=workshop.code),
        "address": addresses.base().split("://", 1)[-1],
        "joined": queries.present(session, workshop.id),
        "presence": presence(session, workshop),
    }


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """How many are in."""
    return {"joined": queries.present(session, workshop.id)}


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Who is in, and the links that let people in."""
    return screen(session, workshop) | {
        "participants": queries.participants(session, workshop.id),
        "removed": queries.removed(session, workshop.id),
        "said": _said,
        "here": rooms.participants_online(workshop.id),
        "attributes": queries.by_attribute(session, workshop),
        "registered": {
            one["key"]: one["counts"] for one in queries.registered_by_attribute(session, workshop)
        },
        "join_address": addresses.join_address(workshop),
        "screen_address": addresses.screen_address(workshop),
    }


def _said(workshop: Workshop, person: Participant) -> list[str]:
    """What a person chose to say, in the workshop's order."""
    keys = [attribute["key"] for attribute in workshop.attributes]
    return [person.attributes[key] for key in keys if person.attributes.get(key)]


def presence(session: Session, workshop: Workshop) -> list[tuple[str, int]]:
    """In the room and virtual, if the workshop asks for it."""
    for attribute in queries.by_attribute(session, workshop):
        if attribute["key"] == PRESENCE:
            return [(answer, count) for answer, count in attribute["counts"] if answer]
    return []


def drinks() -> dict[int, str]:
    """What the practice ballot ranks."""
    return {1: _("Tea"), 2: _("Coffee"), 3: _("Water"), 4: _("Coconut juice"), 5: _("Lemonade")}
