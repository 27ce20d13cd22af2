"""Under which Yjs clients somebody writes.

The lower 16 bits of a client's number are the mark of its author (`Actor.mark`); the upper 32 are
random, so each load of a page writes under a client of its own. The server takes new text only
under clients of the sender. Otherwise one phone could write what another is about to write, under
its number: the other's words would count as known, and be lost.

Pages of older versions wrote under 32 random bits. What documents hold of those stays.
"""

import secrets

from polling.core.access import Actor
from polling.documents.updates import Clocks, Update

MARK_BITS = 16


def number(mark: int, random: int) -> int:
    """The client with this mark and these random bits, which are not 0."""
    return random << MARK_BITS | mark


def server_client() -> int:
    """A fresh client for the server. It has the mark 0, which says nothing about anybody."""
    return number(0, 1 + secrets.randbelow(2**32 - 1))


def owns(actor: Actor, client: int) -> bool:
    """Whether this is a client under which the actor may write."""
    random, mark = divmod(client, 1 << MARK_BITS)
    return bool(random) and mark == actor.mark


def adds_only_own(actor: Actor, update: Update, known: Clocks) -> bool:
    """Whether all that is new in the update is the actor's own."""
    return all(
        owns(actor, client) or end <= known.get(client, 0)
        for client, (_start, end) in update.adds.items()
    )
