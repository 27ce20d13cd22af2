"""The actor behind a cookie: the cookie names places in workshops, the database confirms them.

HTTP requests and socket events both use `identify`. A browser may hold several roles (an organizer
who also opens the screen), so the page says which one it acts in.

The package that owns a role declares how its actor is found, with `finds`.
"""

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from polling.core.access import Actor, Role
from polling.core.i18n import lazy
from polling.people.models import Login, Organizer, Participant, WorkshopOrganizer
from polling.workshop.models import Workshop

Cookie = MutableMapping[str, Any]
Finder = Callable[[Session, Workshop, int, int], Actor | None]

_EVERYWHERE = 0  # instead of a workshop's id: a login is valid for all workshops of the organizer


@dataclass(frozen=True)
class _RoleSource:
    find: Finder
    target: InstrumentedAttribute[int]
    token_version: InstrumentedAttribute[int]


_SOURCES: dict[Role, _RoleSource] = {}


def finds(
    role: Role, *, target: InstrumentedAttribute[int], token_version: InstrumentedAttribute[int]
) -> Callable[[Finder], Finder]:
    """Declare how the actor of a role is found, once for each role but the organizer's.

    The decorated function gets the session, the workshop, the target's id, and the token version
    that the cookie names. It returns None if the place is gone or its token version has changed.

    Args:
        target: the column with the id of what gives the role, such as `Group.id`.
        token_version: the column with its token version; a new one revokes the role.
    """

    def declare(find: Finder) -> Finder:
        _SOURCES[role] = _RoleSource(find, target, token_version)
        return find

    return declare


REMOVED = lazy(
    "An organizer has taken you out of this workshop. What was counted of yours stays counted. "
    "If that is a mistake, go to an organizer: they can let you in again."
)


def declared_roles() -> set[Role]:
    """The roles whose actors can be found."""
    return {Role.ORGANIZER, *_SOURCES}


def remember(cookie: Cookie, role: Role, key: int, target_id: int, token_version: int) -> None:
    """Store in the cookie that this browser holds `role` in workshop `key` (0: any workshop)."""
    held = dict(cookie.get(role, {}))
    held[str(key)] = [target_id, token_version]
    cookie[role] = held
    if hasattr(cookie, "permanent"):
        cookie.permanent = True


def remember_login(cookie: Cookie, login: Login) -> None:
    """Store in the cookie that this browser is logged in, for all workshops of the organizer."""
    remember(cookie, Role.ORGANIZER, _EVERYWHERE, login.id, login.token_version)


def admit(session: Session, cookie: Cookie, role: Role, workshop_id: int, target_id: int) -> None:
    """Give this browser `role` without a link, for tests and benchmarks; organizers get a login.

    Args:
        target_id: the id of the participant, group, workshop, organizer or note-taker's link.
    """
    if role is Role.ORGANIZER:
        login = Login(organizer_id=target_id)
        session.add(login)
        session.flush()
        return remember_login(cookie, login)
    source = _SOURCES[role]
    token_version = session.scalars(
        select(source.token_version).where(source.target == target_id)
    ).one()
    return remember(cookie, role, workshop_id, target_id, token_version)


def forget(cookie: Cookie, role: Role) -> None:
    """Give up a role everywhere."""
    cookie.pop(role, None)


def identify(
    session: Session, cookie: Cookie, workshop: Workshop, roles: Iterable[Role]
) -> Actor | None:
    """The actor in the first of `roles` that this cookie still holds in this workshop."""
    for role in roles:
        if role is Role.ORGANIZER:
            actor = _organizer(session, cookie, workshop)
        else:
            actor = _by_token_version(session, cookie, workshop, role)
        if actor is not None:
            return actor
    return None


def _by_token_version(
    session: Session, cookie: Cookie, workshop: Workshop, role: Role
) -> Actor | None:
    source, held = _SOURCES.get(role), _held(cookie, role, workshop.id)
    return source.find(session, workshop, *held) if source and held else None


def is_removed(session: Session, cookie: Cookie, workshop: Workshop) -> bool:
    """Whether this browser belongs to a participant whom an organizer has removed."""
    held = _held(cookie, Role.PARTICIPANT, workshop.id)
    person = session.get(Participant, held[0]) if held else None
    return (
        person is not None
        and held is not None
        and person.removed
        and person.token_version == held[1]
    )


def current_login(session: Session, cookie: Cookie) -> Login | None:
    """The login of this browser, unless it has ended."""
    held = _held(cookie, Role.ORGANIZER, _EVERYWHERE)
    login = session.get(Login, held[0]) if held else None
    return login if login and held and login.token_version == held[1] else None


def organizer_account(session: Session, cookie: Cookie) -> Organizer | None:
    """The organizer who is logged in."""
    login = current_login(session, cookie)
    return session.get(Organizer, login.organizer_id) if login else None


def _held(cookie: Cookie, role: Role, key: int) -> tuple[int, int] | None:
    entry = cookie.get(role, {}).get(str(key))
    return (int(entry[0]), int(entry[1])) if entry else None


@finds(Role.PARTICIPANT, target=Participant.id, token_version=Participant.token_version)
def _participant(
    session: Session, workshop: Workshop, participant_id: int, token_version: int
) -> Actor | None:
    person = session.get(Participant, participant_id)
    if person is None or person.removed or person.token_version != token_version:
        return None
    session.info["participant"] = person  # kept, so that a page need not load it again
    return Actor(
        Role.PARTICIPANT,
        workshop.id,
        participant_id=person.id,
        group_id=person.group_id,
        label=f"#{person.number}",
        token_version=person.token_version,
    )


@finds(Role.SCREEN, target=Workshop.id, token_version=Workshop.screen_token_version)
def _screen(
    _session: Session, workshop: Workshop, _workshop_id: int, token_version: int
) -> Actor | None:
    if token_version != workshop.screen_token_version:
        return None
    return Actor(Role.SCREEN, workshop.id, token_version=workshop.screen_token_version)


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
        token_version=login.token_version,
    )
