"""The actor behind a cookie: the cookie names roles in workshops, and the database confirms them.

HTTP requests and socket events both use `identify`. A browser may have several roles (such as
organizer and screen), so the page tells which one it uses. A logout ends a participant's role, and
roles obtained during a login, even in copies of the cookie.

The package that owns a role declares with `finds` how to find its actor.
"""

from collections.abc import Callable, Collection, Iterable, MutableMapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.base import ExecutableOption

from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.i18n import lazy
from polling.people.models import (
    LONGEST_LOGIN,
    Login,
    Organizer,
    Participant,
    WorkshopOrganizer,
)
from polling.people.queries import still_runs
from polling.workshop.models import Workshop

Cookie = MutableMapping[str, Any]
Finder = Callable[[Session, Workshop, int, int], Actor | None]

_EVERYWHERE = 0  # instead of a workshop's id: a login is valid for all of the organizer's workshops


@dataclass(frozen=True)
class _RoleSource:
    find: Finder
    target: InstrumentedAttribute[int]
    token_version: InstrumentedAttribute[int]


_SOURCES: dict[Role, _RoleSource] = {}


def finds(
    role: Role, *, target: InstrumentedAttribute[int], token_version: InstrumentedAttribute[int]
) -> Callable[[Finder], Finder]:
    """Declare how to find the actor of a role; once for each role except the organizer's.

    The decorated function gets the session, the workshop, the target's id, and the token version in
    the cookie. It returns None if the target is deleted or its token version has changed.

    Args:
        target: the column with the id of the object that gives the role, such as `Group.id`.
        token_version: the column with its token version; incrementing it revokes the role.
    """

    def declare(find: Finder) -> Finder:
        _SOURCES[role] = _RoleSource(find, target, token_version)
        return find

    return declare


REMOVED = lazy(
    "An organizer removed you from this workshop. If this is a mistake, ask the organizers to "
    "add you back."
)
MOST_REISSUES = 1_000  # after which a version is not another person's, who has the same id
REISSUED = lazy("Your badge was replaced. Scan the new one.")


def declared_roles() -> set[Role]:
    """Return the roles whose actors can be found."""
    return {Role.ORGANIZER, *_SOURCES}


def remember(
    session: Session,
    cookie: Cookie,
    role: Role,
    workshop_id: int,
    target: tuple[int, int],
) -> None:
    """Store `role` in a workshop in this browser's cookie, tied to its login if it has one.

    A login that has ended is dropped first, because a role tied to it could not be used.

    Args:
        target: the id and the token version of the object that gives the role.
    """
    if Role.ORGANIZER in cookie and current_login(session, cookie) is None:
        drop_ended(session, cookie)
        del cookie[Role.ORGANIZER]
    login = cookie.get(Role.ORGANIZER, {}).get(str(_EVERYWHERE), [])
    _store(cookie, role, workshop_id, [*target, *login])


def _store(cookie: Cookie, role: Role, key: int, entry: list[int]) -> None:
    cookie[role] = {**cookie.get(role, {}), str(key): entry}
    if hasattr(cookie, "permanent"):
        cookie.permanent = True


def remember_login(cookie: Cookie, login: Login) -> None:
    """Store a login in this browser's cookie, for all workshops of the organizer."""
    _store(cookie, Role.ORGANIZER, _EVERYWHERE, [login.id, login.token_version])
    for role in declared_roles() & cookie.keys() - {Role.ORGANIZER}:
        cookie[role] = {
            key: [*entry[:2], login.id, login.token_version] for key, entry in cookie[role].items()
        }


def drop_ended(session: Session, cookie: Cookie) -> None:
    """Drop roles tied to a login that has ended, so that a new login does not renew them."""
    for role in declared_roles() & cookie.keys() - {Role.ORGANIZER}:
        cookie[role] = {
            key: entry
            for key, entry in cookie[role].items()
            if not entry[2:] or _login(session, *entry[2:])
        }


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
    return remember(session, cookie, role, workshop_id, (target_id, token_version))


def forget(cookie: Cookie) -> None:
    """Drop all roles in all workshops."""
    for role in declared_roles():
        cookie.pop(role, None)


def identify(
    session: Session, cookie: Cookie, workshop: Workshop, roles: Iterable[Role]
) -> Actor | None:
    """Return the actor in the first of `roles` that this cookie has in this workshop."""
    for role in roles:
        if role is Role.ORGANIZER:
            actor = _organizer(session, cookie, workshop)
        else:
            actor = _by_token_version(session, cookie, workshop, role)
        if actor is not None:
            return actor
    return None


def workshop_at(
    session: Session, cookie: Cookie, code: str, roles: Iterable[Role], *options: ExecutableOption
) -> Workshop | None:
    """Return the workshop with this code or None, with the rows that the cookie names for `roles`.

    `identify` and `turned_away` then need no further query. For a session's second cookie, such as
    in a shared transaction, the workshop is not loaded again.
    """
    earlier = session.info.get("named")
    if earlier is not None and earlier[0].code == code:
        known: Workshop = earlier[0]
        return known
    held: dict[Any, list[int]] = {}
    for role in roles:
        if role in _SOURCES and (model := _SOURCES[role].target.class_) is not Workshop:
            held[model] = [int(entry[0]) for entry in cookie.get(role, {}).values()]
    named = tuple((model, len(ids)) for model, ids in held.items() if ids)
    wanted = {_bound(model, n): one for model, ids in held.items() for n, one in enumerate(ids)}
    found = session.execute(_workshop_with(named, options), {"code": code} | wanted).first()
    if found is None:
        return None
    # Kept, so that the session finds these rows again. As a Row they would refer to the session.
    session.info["named"] = tuple(found)
    workshop: Workshop = found[0]
    return workshop


@cache  # used by every request, and creating the statement takes as long as running it
def _workshop_with(
    named: tuple[tuple[Any, int], ...], options: tuple[ExecutableOption, ...]
) -> Select[Any]:
    query = select(Workshop).where(Workshop.code == bindparam("code")).options(*options)
    for model, number in named:
        held = model.id.in_([bindparam(_bound(model, n)) for n in range(number)])
        here = and_(model.workshop_id == Workshop.id, held)
        query = query.outerjoin(model, here).add_columns(model)
    return query


def _bound(model: Any, number: int) -> str:
    return f"{model.__tablename__}_{number}"


def _by_token_version(
    session: Session, cookie: Cookie, workshop: Workshop, role: Role
) -> Actor | None:
    source, held = _SOURCES.get(role), _held(cookie, role, workshop.id)
    tied_to = cookie.get(role, {}).get(str(workshop.id), [])[2:]
    if not source or not held or (tied_to and _login(session, *tied_to) is None):
        return None
    found = source.find(session, workshop, *held)
    return replace(found, login_id=tied_to[0]) if found and tied_to else found


def confirmed(
    session: Session, workshop_id: int, actors: Iterable[Actor]
) -> dict[Actor, Actor | None]:
    """Return actors of a workshop, identified earlier, as they are now; None if their access ended.

    Everybody is loaded in one query, because a whole room may be connected.
    """
    workshop = session.get(Workshop, workshop_id)
    everybody = session.scalars(select(Participant).where(Participant.workshop_id == workshop_id))
    session.info["everybody"] = everybody.all()  # kept, so that the session finds them
    return {actor: _again(session, workshop, actor) if workshop else None for actor in actors}


def _again(session: Session, workshop: Workshop, actor: Actor) -> Actor | None:
    if actor.role is Role.ORGANIZER:
        return actor if still_runs(session, actor) else None
    login = session.get(Login, actor.login_id) if actor.login_id else None
    if actor.login_id and (login is None or login.has_expired):
        return None
    target = actor.participant_id or actor.note_link_id or actor.group_id or workshop.id
    found = _SOURCES[actor.role].find(session, workshop, target, actor.token_version)
    return replace(found, login_id=actor.login_id) if found else None


def workshops_joined(cookie: Cookie) -> list[int]:
    """Return the ids of the workshops in which this cookie names a participant."""
    return [int(key) for key in cookie.get(Role.PARTICIPANT, {})]


def participants_held(session: Session, cookie: Cookie) -> list[Participant]:
    """Return the participants, of any workshops, whose valid token versions are in this cookie."""
    held = cookie.get(Role.PARTICIPANT, {}).values()
    found = [(session.get(Participant, entry[0]), entry[1]) for entry in held]
    return [one for one, version in found if one is not None and one.token_version == version]


def turned_away(session: Session, cookie: Cookie, workshop: Workshop) -> str:
    """Return why this browser's participant can no longer take part; "" if no organizer did it."""
    held = _held(cookie, Role.PARTICIPANT, workshop.id)
    person = session.get(Participant, held[0]) if held else None
    if held is None or person is None or person.workshop_id != workshop.id:
        return ""
    if person.removed and person.token_version == held[1]:
        return str(REMOVED)
    return str(REISSUED) if 0 < person.token_version - held[1] <= MOST_REISSUES else ""


def current_login(session: Session, cookie: Cookie) -> Login | None:
    """Return the login of this browser, or None if it has ended."""
    held = _held(cookie, Role.ORGANIZER, _EVERYWHERE)
    return _login(session, *held) if held else None


def _login(session: Session, login_id: int, token_version: int) -> Login | None:
    login = session.get(Login, login_id)
    return login if login and login.is_valid(token_version) else None


def valid_logins(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return the token versions of those of these logins that have not ended."""
    lasting = select(Login.id, Login.token_version).where(Login.created_at > now() - LONGEST_LOGIN)
    return {row.id: row.token_version for row in session.execute(lasting.where(Login.id.in_(ids)))}


def organizer_account(session: Session, cookie: Cookie) -> Organizer | None:
    """Return the organizer who is logged in."""
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


def organizer_at(
    session: Session, cookie: Cookie, code: str, *options: ExecutableOption
) -> tuple[Workshop, Actor] | None:
    """Return the workshop with this code and its organizer who is logged in; None for others.

    Args:
        options: query options, such as which of the workshop's columns to load.
    """
    held = _held(cookie, Role.ORGANIZER, _EVERYWHERE)
    if held is None:
        return None
    found = session.execute(
        _organizers_at_code(options), _login_held(held) | {"code": code}
    ).first()
    if found is None:
        return None
    login, account, workshop = found
    return workshop, _as_actor(login, account, workshop)


def _organizer(session: Session, cookie: Cookie, workshop: Workshop) -> Actor | None:
    held = _held(cookie, Role.ORGANIZER, _EVERYWHERE)
    if held is None:
        return None
    named = _login_held(held) | {"workshop_id": workshop.id}
    found = session.execute(_organizers_of_workshop(), named).first()
    return _as_actor(*found, workshop) if found else None


@cache
def _organizers_at_code(options: tuple[ExecutableOption, ...]) -> Select[Any]:
    query = _organizers().add_columns(Workshop)
    query = query.join(Workshop, Workshop.id == WorkshopOrganizer.workshop_id)
    return query.where(Workshop.code == bindparam("code")).options(*options)


@cache
def _organizers_of_workshop() -> Select[Login, Organizer]:
    return _organizers().where(WorkshopOrganizer.workshop_id == bindparam("workshop_id"))


def _login_held(held: tuple[int, int]) -> dict[str, Any]:
    login_id, version = held
    since = now() - LONGEST_LOGIN
    return {"login_id": login_id, "token_version": version, "since": since}


def _organizers() -> Select[Login, Organizer]:
    """Select the login and its account, once for each workshop that they run."""
    return (
        select(Login, Organizer)
        .join(Organizer, Organizer.id == Login.organizer_id)
        .join(WorkshopOrganizer, WorkshopOrganizer.organizer_id == Organizer.id)
        .where(Login.id == bindparam("login_id"), Login.token_version == bindparam("token_version"))
        .where(Login.created_at > bindparam("since"))
    )


def _as_actor(login: Login, account: Organizer, workshop: Workshop) -> Actor:
    return Actor(
        Role.ORGANIZER,
        workshop.id,
        organizer_id=account.id,
        login_id=login.id,
        label=account.email,
        token_version=login.token_version,
    )
