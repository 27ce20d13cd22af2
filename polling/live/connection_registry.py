"""The register of connections: this server's, and the last reports of the other servers.

A connection belongs to one server. The others on the same database report theirs
(`polling.live.peers`).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from polling.core.access import Actor, Role
from polling.core.metrics import CONNECTIONS
from polling.live.rooms import rooms_of

# Connections: more tabs than anybody needs, also if several people share a link or account, and if
# their connections from before a disturbance have not ended yet.
MOST_OF_A_PARTICIPANT, MOST_OF_A_LINK = 20, 100
Connected = list[tuple[int, str, int | None]]  # workshop id, role, participant id


@dataclass(frozen=True)
class _Elsewhere:
    """The connections of another server, and when it reported them."""

    at: float
    counts: Counter[tuple[int, Role]]
    participants: dict[int, set[int]]  # by workshop


_connected: dict[str, Actor] = {}
_counts: Counter[tuple[int, Role]] = Counter()
_of_key: dict[str, list[str]] = {}  # the connections by their actor's key, oldest first
_participants: dict[int, set[int]] = {}  # by workshop
_elsewhere: dict[str, _Elsewhere] = {}


def arrive(sid: str, actor: Actor) -> None:
    """Add a connection."""
    _connected[sid] = actor
    _counts[actor.workshop_id, actor.role] += 1
    _of_key.setdefault(actor.key, []).append(sid)
    if actor.participant_id is not None:
        _participants.setdefault(actor.workshop_id, set()).add(actor.participant_id)


def hearing(room: str) -> list[tuple[str, Actor]]:
    """Return this server's connections in a room."""
    return [(sid, actor) for sid, actor in _connected.items() if room in rooms_of(actor)]


def surplus(actor: Actor) -> list[str]:
    """Return the oldest connections of this participant, link or account beyond its limit."""
    most = MOST_OF_A_PARTICIPANT if actor.role is Role.PARTICIPANT else MOST_OF_A_LINK
    return _of_key.get(actor.key, [])[:-most]


def forget_all() -> None:
    """Forget all connections, because they belong to one server."""
    _connected.clear()
    _counts.clear()
    _of_key.clear()
    _participants.clear()
    _elsewhere.clear()


def leave(sid: str) -> Actor | None:
    """Remove a connection; return its actor, if known."""
    actor = _connected.pop(sid, None)
    if actor is not None:
        here = (actor.workshop_id, actor.role)
        _counts[here] -= 1
        if not _counts[here]:
            del _counts[here]
        _of_key[actor.key].remove(sid)
        if not _of_key[actor.key]:
            _leave_entirely(actor)
    return actor


def _leave_entirely(actor: Actor) -> None:
    """Forget somebody whose last connection has ended."""
    del _of_key[actor.key]
    if actor.participant_id is not None:
        online = _participants[actor.workshop_id]
        online.remove(actor.participant_id)
        if not online:
            del _participants[actor.workshop_id]


def actor_of(sid: str) -> Actor | None:
    """Return the actor of a connection, as identified at connect."""
    return _connected.get(sid)


def connected(workshop_id: int, role: Role = Role.PARTICIPANT) -> int:
    """Return the number of a workshop's connections with one role."""
    here = (workshop_id, role)
    return _counts[here] + sum(other.counts[here] for other in _elsewhere.values())


def participants_online(workshop_id: int) -> set[int]:
    """Return the ids of the participants who are connected."""
    everywhere = [_participants, *(other.participants for other in _elsewhere.values())]
    return set().union(*(online.get(workshop_id, ()) for online in everywhere))


def connected_here() -> Connected:
    """Return this server's connections, as reported to the others."""
    return [
        (actor.workshop_id, actor.role.value, actor.participant_id) for actor in _connected.values()
    ]


def heard(server: str, connected: list[Any], at: float) -> None:
    """Store another server's report of its connections."""
    counts = Counter((workshop, Role(role)) for workshop, role, _person in connected)
    participants: dict[int, set[int]] = {}
    for workshop, _role, person in connected:
        if person:
            participants.setdefault(workshop, set()).add(person)
    _elsewhere[server] = _Elsewhere(at, counts, participants)


def forget_silent(before: float) -> None:
    """Forget servers without a report since `before`."""
    for server in [name for name, other in _elsewhere.items() if other.at < before]:
        del _elsewhere[server]


def held_by(role: Role, target: int) -> list[tuple[str, Actor]]:
    """Return the connections with one role of a participant, group, account or link."""
    return [
        (sid, actor)
        for sid, actor in _connected.items()
        if actor.role is role and _TARGETS[role](actor) == target
    ]


def held_through(login_id: int) -> list[tuple[str, Actor]]:
    """Return the connections in any role that depend on this login."""
    return [(sid, actor) for sid, actor in _connected.items() if actor.login_id == login_id]


def held_through_logins() -> list[tuple[str, Actor]]:
    """Return the connections in any role that depend on a login."""
    return [(sid, actor) for sid, actor in _connected.items() if actor.login_id is not None]


def workshops_here() -> set[int]:
    """Return the workshops with connections on this server."""
    return {workshop for workshop, _role in _counts}


def sids_here() -> list[str]:
    """Return all connections of this server."""
    return list(_connected)


def held_in(workshop_id: int) -> list[tuple[str, Actor]]:
    """Return all connections to a workshop, in any role."""
    return [(sid, actor) for sid, actor in _connected.items() if actor.workshop_id == workshop_id]


def _connected_as(role: Role) -> int:
    return sum(count for (_workshop, held), count in _counts.items() if held is role)


for _role in set(Role) - {Role.ANYONE}:
    CONNECTIONS.labels(_role.value).set_function(partial(_connected_as, _role))

_TARGETS: dict[Role, Callable[[Actor], int | None]] = {
    Role.PARTICIPANT: lambda actor: actor.participant_id,
    Role.FACILITATOR: lambda actor: actor.group_id,
    Role.ORGANIZER: lambda actor: actor.organizer_id,
    Role.SCREEN: lambda actor: actor.workshop_id,
    Role.NOTE_TAKER: lambda actor: actor.note_link_id,
}
