"""The Yjs client ids under which an actor writes.

The lower 16 bits of a client id are the mark of its author (`Actor.mark`); the upper 32 bits are
random, so each load of a page uses a new client. The server accepts new text only under client ids
of the sender. Otherwise, a phone could send text under another phone's client id and clock; the
other phone's text would then be taken as known already, and be lost.

Pages of older versions used 32 random bits. Documents keep text with such ids.
"""

import secrets

from polling.core.access import Actor
from polling.documents.yjs_updates import Clocks, Update

MARK_BITS = 16


def number(mark: int, random: int) -> int:
    """Return the client id with this mark and these random bits, which must not be 0."""
    return random << MARK_BITS | mark


def server_client() -> int:
    """Return a new client id for the server. Its mark 0 identifies nobody."""
    return number(0, 1 + secrets.randbelow(2**32 - 1))


def owns(actor: Actor, client: int) -> bool:
    """Return whether the actor may write under this client id."""
    random, mark = divmod(client, 1 << MARK_BITS)
    return bool(random) and mark == actor.mark


def adds_only_own(actor: Actor, update: Update, known: Clocks) -> bool:
    """Return whether all new text in the update has client ids of the actor."""
    return all(
        owns(actor, client) or end <= known.get(client, 0)
        for client, (_start, end) in update.adds.items()
    )
