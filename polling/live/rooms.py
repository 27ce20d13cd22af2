"""Names of rooms, by audience. They never come from clients."""

from polling.core.access import Actor, Role


def audience(workshop_id: int, role: Role) -> str:
    """Return the room of everybody with this role in one workshop."""
    return f"workshop:{workshop_id}:{role}"


def group_room(group_id: int) -> str:
    """Return the room of a group's members and facilitator."""
    return f"group:{group_id}"


def is_group(room: str) -> bool:
    """Return whether a room is a group's."""
    return room.startswith("group:")


def rooms_of(actor: Actor) -> list[str]:
    """Return an actor's rooms."""
    rooms = [audience(actor.workshop_id, actor.role)]
    if actor.group_id is not None:
        rooms.append(group_room(actor.group_id))
    return rooms
