"""Who is in a workshop, in numbers and as the lists that organizers need."""

import hashlib
from collections import Counter
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.core.errors import BadInput, NotFound
from polling.core.i18n import _
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


def present(session: Session, workshop_id: int) -> int:
    """How many people have joined and not been removed."""
    chosen = select(func.count()).where(
        Participant.workshop_id == workshop_id, Participant.removed.is_(False)
    )
    return session.scalar(chosen) or 0


def account(session: Session, email: str) -> Organizer | None:
    """The organizer's account with this address."""
    try:
        email = normalised(email)
    except BadInput:
        return None
    return session.scalar(select(Organizer).where(Organizer.email == email))


def token_hash(token: str) -> str:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation(session: Session, token: str) -> Invitation | None:
    """The invitation that this token accepts, unless it was used, withdrawn or has expired."""
    chosen = select(Invitation).where(
        Invitation.token_hash == token_hash(token), Invitation.expires_at > now()
    )
    return session.scalar(chosen)


def invitations(session: Session, workshop_id: int) -> list[Invitation]:
    """The workshop's open invitations by address, those that have expired included."""
    chosen = select(Invitation).where(Invitation.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(Invitation.email)))


def still_runs(session: Session, actor: Actor) -> bool:
    """Whether an organizer who was identified before is one of this workshop's still."""
    login = session.get(Login, actor.login_id)
    runs = session.get(WorkshopOrganizer, (actor.workshop_id, actor.organizer_id))
    return runs is not None and login is not None and login.token_version == actor.token_version


def participants(session: Session, workshop_id: int) -> list[Participant]:
    """Everybody who has joined and not been removed, by number."""
    chosen = select(Participant).where(
        Participant.workshop_id == workshop_id, Participant.removed.is_(False)
    )
    return list(session.scalars(chosen.order_by(Participant.number)))


def participant(session: Session, workshop_id: int, participant_id: int) -> Participant:
    """One participant of this workshop."""
    found = session.get(Participant, participant_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This person is no longer in the workshop."))
    return found


def removed(session: Session, workshop_id: int) -> list[Participant]:
    """Everybody whom an organizer has removed, by number."""
    chosen = select(Participant).where(
        Participant.workshop_id == workshop_id, Participant.removed.is_(True)
    )
    return list(session.scalars(chosen.order_by(Participant.number)))


def by_attribute(session: Session, workshop: Workshop) -> list[dict[str, Any]]:
    """[{"key", "label", "counts": [(answer, people), …]}], last "", those who did not say."""
    chosen = select(Participant.attributes).where(
        Participant.workshop_id == workshop.id, Participant.removed.is_(False)
    )
    everybody = list(session.scalars(chosen))
    return [
        {
            "key": attribute["key"],
            "label": attribute["label"],
            "counts": _counted(Counter(said.get(attribute["key"], "") for said in everybody)),
        }
        for attribute in workshop.attributes
    ]


def _counted(answers: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, and what nobody knows after all that somebody said."""
    return sorted(answers.most_common(), key=lambda one: not one[0])


def registration(session: Session, workshop_id: int) -> Registration | None:
    """The registration list, if one was counted."""
    return session.get(Registration, workshop_id)


def registered_by_attribute(session: Session, workshop: Workshop) -> list[dict[str, Any]]:
    """The registration list in the shape of `by_attribute`: what it says anything of."""
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
    """The badges by number."""
    chosen = select(Badge).where(Badge.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(Badge.number)))


def badges_to_print(
    session: Session, workshop_id: int, first: int, last: int, *, unused: bool
) -> list[Badge]:
    """Those from one number to another, perhaps only those that nobody has joined with."""
    return [
        badge
        for badge in badges(session, workshop_id)
        if first <= badge.number <= last and not (unused and badge.participant_id)
    ]


def has_badges(session: Session, workshop_id: int) -> bool:
    """Whether any have been made."""
    return session.scalar(select(exists().where(Badge.workshop_id == workshop_id))) or False


def badge(session: Session, workshop_id: int, number: int) -> Badge:
    """One badge of this workshop."""
    chosen = select(Badge).where(Badge.workshop_id == workshop_id, Badge.number == number)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound(_("There is no badge with this number."))
    return found


def workshops_of(session: Session, organizer_id: int) -> list[Workshop]:
    """The workshops that an organizer runs, newest first."""
    chosen = (
        select(Workshop)
        .join(WorkshopOrganizer)
        .where(WorkshopOrganizer.organizer_id == organizer_id)
    )
    return list(session.scalars(chosen.order_by(Workshop.id.desc())))


def organizers_of(session: Session, workshop_id: int) -> list[Organizer]:
    """The organizers of a workshop."""
    chosen = (
        select(Organizer)
        .join(WorkshopOrganizer)
        .where(WorkshopOrganizer.workshop_id == workshop_id)
    )
    return list(session.scalars(chosen.order_by(Organizer.email)))


def organizers(session: Session) -> list[Organizer]:
    """Every organizer of this server."""
    return list(session.scalars(select(Organizer).order_by(Organizer.email)))
