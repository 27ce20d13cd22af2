"""The lobby, for each role."""

from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests import queries as contests
from polling.contests.models import PRACTICE, Contest
from polling.core.access import Actor
from polling.core.i18n import _
from polling.live import rooms
from polling.people import addresses, qr, queries, wifi
from polling.people.models import PRESENCE, Participant
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """Waiting, with a practice ballot to pass the time."""
    person = session.get_one(Participant, actor.participant_id)
    return {
        "practice": _practice(session, workshop),
        "drinks": [{"id": number, "label": label} for number, label in drinks().items()],
        "person": person,
    }


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The QR code, the address, the code, how many are in, and how many have practised."""
    practice = _practice(session, workshop)
    return {
        "practice": practice,
        "practised": contests.voted(session, [practice.id])[practice.id] if practice else 0,
        "may_practise": electorate.size(session, practice) if practice else 0,
        "wifi": _wifi(workshop),
        "qr": url_for("people.qr_code", code=workshop.code),
        "address": addresses.base().split("://", 1)[-1],
        "joined": queries.present(session, workshop.id),
        "presence": presence(session, workshop),
    }


def _practice(session: Session, workshop: Workshop) -> Contest | None:
    return next(iter(contests.contests(session, workshop.id, PRACTICE)), None)


def _wifi(workshop: Workshop) -> dict[str, str]:
    """The room's network and its QR code, if an organizer has named it."""
    name, password = workshop.wifi_name, workshop.wifi_password
    if not name:
        return {}
    code = Markup(qr.as_svg(wifi.join_text(name, password)))  # noqa: S704  we have drawn it
    return {"name": name, "password": password, "qr": code}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """How many are in."""
    return {"joined": queries.present(session, workshop.id)}


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Who is in, and the links that let people in."""
    registered = {
        one["key"]: one["counts"] for one in queries.registered_by_attribute(session, workshop)
    }
    asked = queries.by_attribute(session, workshop)
    told = [one for one in asked if one["key"] in registered or _is_answered(one["counts"])]
    return screen(session, workshop) | {
        "participants": queries.participants(session, workshop.id),
        "removed": queries.removed(session, workshop.id),
        "said": _said,
        "here": rooms.participants_online(workshop.id),
        "attributes": told,
        "silent": [one for one in asked if one not in told],
        "registered": registered,
        "join_address": addresses.join_address(workshop),
        "screen_address": addresses.screen_address(workshop),
    }


def _said(workshop: Workshop, person: Participant) -> list[str]:
    """What a person chose to say, in the workshop's order."""
    keys = [attribute["key"] for attribute in workshop.attributes]
    return [person.attributes[key] for key in keys if person.attributes.get(key)]


def _is_answered(counts: list[tuple[str, int]]) -> bool:
    return any(answer for answer, _people in counts)


def presence(session: Session, workshop: Workshop) -> list[tuple[str, int]]:
    """In the room and virtual, if the workshop asks for it."""
    for attribute in queries.by_attribute(session, workshop):
        if attribute["key"] == PRESENCE:
            return [(answer, count) for answer, count in attribute["counts"] if answer]
    return []


def drinks() -> dict[int, str]:
    """What the practice ballot ranks."""
    return {1: _("Tea"), 2: _("Coffee"), 3: _("Water"), 4: _("Coconut juice"), 5: _("Lemonade")}
