"""Closes connections whose login has ended without a message to this server.

Such messages do not come from commands such as `polling organizer add`, or if Redis loses them, and
nothing happens when a login expires.
"""

from polling.core.access import Actor, Role
from polling.core.db import reading
from polling.core.regular_work import repeat
from polling.live import connection_control, connection_registry
from polling.people.identity import valid_logins

SECONDS = 15.0  # between two looks


def watch_logins() -> None:
    """Look regularly."""
    repeat(close_ended, SECONDS, "cannot look for logins that have ended")


def close_ended() -> None:
    """Close this server's connections, in any role, that depend on a login that has ended."""
    held = connection_registry.held_through_logins()
    if not held:
        return
    with reading() as session:
        versions = valid_logins(session, {actor.login_id or 0 for _sid, actor in held})
    for sid, actor in held:
        if not _is_valid(actor, versions):
            connection_control.close(sid)


def _is_valid(actor: Actor, versions: dict[int, int]) -> bool:
    version = versions.get(actor.login_id or 0)
    return version is not None and (
        actor.role is not Role.ORGANIZER or version == actor.token_version
    )
