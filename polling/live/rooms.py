"""Rooms by who may hear what, and who is connected. No room name ever comes from a client."""

from collections import Counter

from polling.access import Actor, Role

_connected: dict[str, Actor] = {}
_counts: Counter[tuple[int, Role]] = Counter()


def audience(workshop_id: int, role: Role) -> str:
    """Everybody of one role in one workshop."""
    return f"workshop:{workshop_id}:{role}"


def group_room(group_id: int) -> str:
    """The members of a group and its facilitator."""
    return f"group:{group_id}"


def is_group(room: str) -> bool:
    """Whether a room is a group's."""
    return room.startswith("group:")


def rooms_of(actor: Actor) -> list[str]:
    """The rooms that an actor hears."""
    rooms = [audience(actor.workshop_id, actor.role)]
    if actor.group_id is not None:
        rooms.append(group_room(actor.group_id))
    return rooms


def arrive(sid: str, actor: Actor) -> None:
    """Note a connection."""
    _connected[sid] = actor
    _counts[actor.workshop_id, actor.role] += 1


def forget_all() -> None:
    """Forget every connection: they belong to one server."""
    _connected.clear()
    _counts.clear()


def leave(sid: str) -> Actor | None:
    """Forget a connection; the actor it had, if it was known."""
    actor = _connected.pop(sid, None)
    if actor is not None:
        _counts[actor.workshop_id, actor.role] -= 1
    return actor


def actor_of(sid: str) -> Actor | None:
    """Who is behind a connection, as known when it was made."""
    return _connected.get(sid)


def connected(workshop_id: int, role: Role = Role.PARTICIPANT) -> int:
    """How many connections of one role a workshop has."""
    return _counts[workshop_id, role]


def participants_online(workshop_id: int) -> set[int]:
    """The ids of the participants who are connected now."""
    return {
        actor.participant_id
        for actor in _connected.values()
        if actor.workshop_id == workshop_id and actor.participant_id is not None
    }


def sids_of(participant_id: int) -> list[str]:
    """The connections of one participant."""
    return [sid for sid, actor in _connected.items() if actor.participant_id == participant_id]
