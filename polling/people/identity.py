"""Who is asking: the session names a place in a workshop, the database says if it still holds.

HTTP requests and socket events alike come through `identify`. A browser may hold several roles
(an organizer who also opens the screen), so the page says which one it acts in.
"""

from collections.abc import Iterable, MutableMapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.core.i18n import lazy
from polling.notes.models import NoteLink
from polling.people.models import Login, Organizer, Participant, WorkshopOrganizer
from polling.workshop.models import Workshop

Cookie = MutableMapping[str, Any]

_EVERYWHERE = 0  # in the place of a workshop's id: a login is good for all of an organizer's

REMOVED = lazy(
    "An organizer has taken you out of this workshop. What was counted of yours stays counted. "
    "If that is a mistake, go to an organizer: they can let you in again."
)


def remember(cookie: Cookie, role: Role, key: int, target_id: int, epoch: int) -> None:
    """Note in the session that this browser holds `role` in workshop `key` (0: any workshop)."""
    held = dict(cookie.get(role, {}))
    held[str(key)] = [target_id, epoch]
    cookie[role] = held
    if hasattr(cookie, "permanent"):
        cookie.permanent = True


def remember_login(cookie: Cookie, login: Login) -> None:
    """Note in the session that this browser is logged in, for all workshops of the organizer."""
    remember(cookie, Role.ORGANIZER, _EVERYWHERE, login.id, login.epoch)


def admit(session: Session, cookie: Cookie, role: Role, workshop_id: int, target_id: int) -> None:
    """Give this browser `role` without a link (for tests and the bench); an organizer is logged in.

    `target_id` is the participant, the group, the workshop, the organizer or the note-taker's link.
    """
    if role is Role.ORGANIZER:
        login = Login(organizer_id=target_id)
        session.add(login)
        session.flush()
        return remember_login(cookie, login)
    target, epoch = _EPOCHS[role]
    held = session.scalars(select(epoch).where(target == target_id)).one()
    return remember(cookie, role, workshop_id, target_id, held)


def forget(cookie: Cookie, role: Role) -> None:
    """Give up a role everywhere."""
    cookie.pop(role, None)


def identify(
    session: Session, cookie: Cookie, workshop: Workshop, roles: Iterable[Role]
) -> Actor | None:
    """The first of `roles` that this session still holds in this workshop."""
    for role in roles:
        finder = _FINDERS.get(role)
        actor = finder(session, cookie, workshop) if finder else None
        if actor is not None:
            return actor
    return None


def is_removed(session: Session, cookie: Cookie, workshop: Workshop) -> bool:
    """Whether this browser is that of a participant whom an organizer has removed."""
    held = _held(cookie, Role.PARTICIPANT, workshop.id)
    person = session.get(Participant, held[0]) if held else None
    return person is not None and held is not None and person.removed and person.epoch == held[1]


def current_login(session: Session, cookie: Cookie) -> Login | None:
    """The login of this browser, unless it has ended."""
    held = _held(cookie, Role.ORGANIZER, _EVERYWHERE)
    login = session.get(Login, held[0]) if held else None
    return login if login and held and login.epoch == held[1] else None


def organizer_account(session: Session, cookie: Cookie) -> Organizer | None:
    """The organizer who is logged in, whichever workshop they run."""
    login = current_login(session, cookie)
    return session.get(Organizer, login.organizer_id) if login else None


def _held(cookie: Cookie, role: Role, key: int) -> tuple[int, int] | None:
    entry = cookie.get(role, {}).get(str(key))
    return (int(entry[0]), int(entry[1])) if entry else None


def _participant(session: Session, cookie: Cookie, workshop: Workshop) -> Actor | None:
    held = _held(cookie, Role.PARTICIPANT, workshop.id)
    person = session.get(Participant, held[0]) if held else None
    if person is None or held is None or person.removed or person.epoch != held[1]:
        return None
    session.info["participant"] = person  # kept, so that a page need not look them up again
    return Actor(
        Role.PARTICIPANT,
        workshop.id,
        participant_id=person.id,
        group_id=person.group_id,
        label=f"#{person.number}",
        epoch=person.epoch,
    )


def _facilitator(session: Session, cookie: Cookie, workshop: Workshop) -> Actor | None:
    held = _held(cookie, Role.FACILITATOR, workshop.id)
    group = session.get(Group, held[0]) if held else None
    if group is None or held is None or group.link_epoch != held[1]:
        return None
    session.info["group"] = group
    label = group.facilitator or f"group {group.number}"
    return Actor(
        Role.FACILITATOR, workshop.id, group_id=group.id, label=label, epoch=group.link_epoch
    )


def _screen(session: Session, cookie: Cookie, workshop: Workshop) -> Actor | None:
    held = _held(cookie, Role.SCREEN, workshop.id)
    if held is None or held[1] != workshop.screen_epoch:
        return None
    return Actor(Role.SCREEN, workshop.id, epoch=workshop.screen_epoch)


def _note_taker(session: Session, cookie: Cookie, workshop: Workshop) -> Actor | None:
    held = _held(cookie, Role.NOTE_TAKER, workshop.id)
    link = session.get(NoteLink, held[0]) if held else None
    if link is None or held is None or link.epoch != held[1]:
        return None
    label = link.label or f"link {link.number}"
    return Actor(Role.NOTE_TAKER, workshop.id, note_link_id=link.id, label=label, epoch=link.epoch)


def _organizer(session: Session, cookie: Cookie, workshop: Workshop) -> Actor | None:
    login = current_login(session, cookie)
    if login is None or session.get(WorkshopOrganizer, (workshop.id, login.organizer_id)) is None:
        return None
    account = session.get_one(Organizer, login.organizer_id)
    return Actor(
        Role.ORGANIZER,
        workshop.id,
        organizer_id=account.id,
        login_id=login.id,
        label=account.email,
        epoch=login.epoch,
    )


_EPOCHS = {
    Role.PARTICIPANT: (Participant.id, Participant.epoch),
    Role.FACILITATOR: (Group.id, Group.link_epoch),
    Role.SCREEN: (Workshop.id, Workshop.screen_epoch),
    Role.NOTE_TAKER: (NoteLink.id, NoteLink.epoch),
}
_FINDERS = {
    Role.PARTICIPANT: _participant,
    Role.FACILITATOR: _facilitator,
    Role.SCREEN: _screen,
    Role.ORGANIZER: _organizer,
    Role.NOTE_TAKER: _note_taker,
}
