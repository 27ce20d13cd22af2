"""Queries for people in a workshop: counts, and lists for organizers."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import among
from polling.core.errors import BadInput, NotFound
from polling.core.i18n import _
from polling.core.query_cache import already, loaded_once
from polling.people.email_addresses import normalised
from polling.people.models import (
    Badge,
    Invitation,
    Login,
    Organizer,
    Participant,
    Registration,
    WorkshopOrganizer,
)
from polling.workshop.models import Workshop


class Person(NamedTuple):
    """A participant as used for counts; `said` are their answers."""

    id: int
    group_id: int | None
    said: dict[str, str]
    removed: bool


@loaded_once
def everybody(session: Session, workshop_id: int) -> list[Person]:
    """Return everybody who has ever joined, in this order."""
    if (known := already(session, _participants, workshop_id)) is not None:
        return [Person(one.id, one.group_id, one.attributes, one.removed) for one in known]
    columns = (
        Participant.id,
        Participant.group_id,
        Participant.attributes,
        Participant.removed,
    )
    query = select(*columns).where(Participant.workshop_id == workshop_id)
    return [Person(*row) for row in session.execute(query.order_by(Participant.id))]


def present(session: Session, workshop_id: int) -> int:
    """Return how many people have joined and not been removed."""
    return sum(not person.removed for person in everybody(session, workshop_id))


def present_by_group(session: Session, workshop_id: int) -> Counter[int | None]:
    """Return the same by group id; None counts those without a group."""
    people = everybody(session, workshop_id)
    return Counter(person.group_id for person in people if not person.removed)


def account(session: Session, email: str) -> Organizer | None:
    """Return the organizer's account with this address."""
    try:
        email = normalised(email)
    except BadInput:
        return None
    return session.scalar(select(Organizer).where(Organizer.email == email))


def token_hash(token: str) -> str:
    """Return the stored hash of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation(session: Session, token: str) -> Invitation | None:
    """Return the invitation with this token, unless it was used, withdrawn or has expired."""
    query = select(Invitation).where(
        Invitation.token_hash == token_hash(token), Invitation.expires_at > now()
    )
    return session.scalar(query)


def invitations(session: Session, workshop_id: int) -> list[Invitation]:
    """Return the workshop's open invitations by address, including expired ones."""
    query = select(Invitation).where(Invitation.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(Invitation.email)))


def still_runs(session: Session, actor: Actor) -> bool:
    """Return whether an organizer identified earlier still runs this workshop."""
    login = session.get(Login, actor.login_id)
    runs = session.get(WorkshopOrganizer, (actor.workshop_id, actor.organizer_id))
    return bool(runs and login and login.is_valid(actor.token_version))


@loaded_once
def _participants(session: Session, workshop_id: int) -> list[Participant]:
    """Everybody who has ever joined, in that order."""
    query = select(Participant).where(Participant.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(Participant.id)))


def participants(session: Session, workshop_id: int) -> list[Participant]:
    """Return everybody who has joined and not been removed, by number."""
    here = [one for one in _participants(session, workshop_id) if not one.removed]
    return sorted(here, key=lambda one: one.number)


def participant(session: Session, workshop_id: int, participant_id: int) -> Participant:
    """Return one participant of this workshop."""
    found = session.get(Participant, participant_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def by_id(session: Session, workshop_id: int, ids: Sequence[int]) -> dict[int, Participant]:
    """Return these participants by id, if they are in the workshop and not removed."""
    chosen = select(Participant).where(
        Participant.workshop_id == workshop_id,
        Participant.removed.is_(False),
        among(Participant.id, ids),
    )
    return {person.id: person for person in session.scalars(chosen)}


def removed(session: Session, workshop_id: int) -> list[Participant]:
    """Return everybody whom an organizer has removed, by number."""
    gone = [one for one in _participants(session, workshop_id) if one.removed]
    return sorted(gone, key=lambda one: one.number)


def by_attribute(session: Session, workshop: Workshop) -> list[dict[str, Any]]:
    """Return [{"key", "label", "counts": [(answer, people), …]}]; "" (no answer) comes last."""
    said = [one.said for one in everybody(session, workshop.id) if not one.removed]
    return [
        {
            "key": attribute["key"],
            "label": attribute["label"],
            "counts": _counted(Counter(answers.get(attribute["key"], "") for answers in said)),
        }
        for attribute in workshop.attributes
    ]


def _counted(answers: Counter[str]) -> list[tuple[str, int]]:
    """Return the counts, highest first, and missing answers last."""
    return sorted(answers.most_common(), key=lambda one: not one[0])


@loaded_once
def registration(session: Session, workshop_id: int) -> Registration | None:
    """Return the registration list, if one was counted."""
    return session.get(Registration, workshop_id)


def registered_by_attribute(session: Session, workshop: Workshop) -> list[dict[str, Any]]:
    """Return the registration list in the shape of `by_attribute`, without unanswered questions."""
    stored = registration(session, workshop.id)
    answers = stored.answers if stored else {}
    return [
        {
            "key": attribute["key"],
            "label": attribute["label"],
            "counts": _counted(Counter(answers[attribute["key"]])),
        }
        for attribute in workshop.attributes
        if attribute["key"] in answers
    ]


def badges(session: Session, workshop_id: int) -> list[Badge]:
    """Return the badges by number."""
    query = select(Badge).where(Badge.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(Badge.number)))


def badges_to_print(
    session: Session, workshop_id: int, first: int, last: int, *, unused: bool
) -> list[Badge]:
    """Return the badges in a range of numbers, optionally only unused ones."""
    return [
        badge
        for badge in badges(session, workshop_id)
        if first <= badge.number <= last and not (unused and badge.participant_id)
    ]


def has_badges(session: Session, workshop_id: int) -> bool:
    """Return whether there are any badges."""
    return session.scalar(select(exists().where(Badge.workshop_id == workshop_id))) or False


def badge(session: Session, workshop_id: int, number: int) -> Badge:
    """Return one badge of this workshop."""
    query = select(Badge).where(Badge.workshop_id == workshop_id, Badge.number == number)
    found = session.scalar(query)
    if found is None:
        raise NotFound(_("This item no longer exists."))
    return found


def workshops_of(session: Session, organizer_id: int) -> list[Workshop]:
    """Return the workshops that an organizer runs, newest first."""
    query = (
        select(Workshop)
        .join(WorkshopOrganizer)
        .where(WorkshopOrganizer.organizer_id == organizer_id)
    )
    return list(session.scalars(query.order_by(Workshop.id.desc())))


def run_alone(session: Session, organizer_id: int) -> list[Workshop]:
    """Return the workshops that only this organizer runs, without practice copies."""
    return [
        workshop
        for workshop in workshops_of(session, organizer_id)
        if workshop.practice_of is None and len(organizers_of(session, workshop.id)) == 1
    ]


def organizers_of(session: Session, workshop_id: int) -> list[Organizer]:
    """Return the organizers of a workshop."""
    query = (
        select(Organizer)
        .join(WorkshopOrganizer)
        .where(WorkshopOrganizer.workshop_id == workshop_id)
    )
    return list(session.scalars(query.order_by(Organizer.email)))


def first_organizer(session: Session, workshop_id: int) -> int | None:
    """Return the id of the workshop's organizer with the oldest account, if it has organizers."""
    mine = WorkshopOrganizer.workshop_id == workshop_id
    return session.scalar(select(func.min(WorkshopOrganizer.organizer_id)).where(mine))


def organizers(session: Session) -> list[Organizer]:
    """Return all organizers of this server."""
    return list(session.scalars(select(Organizer).order_by(Organizer.email)))
