"""The order in which a phone shows options: random, but always the same on one phone.

Options at the top attract votes, so each phone has its own order. Pages shared by many phones
contain the options in the common order, and `static/js/contests/option-shuffle.js` computes the
same own order.
"""

from collections.abc import Callable
from typing import TypeVar

Item = TypeVar("Item")
WORD = 0xFFFFFFFF


def own_order(
    items: list[Item], seed: str, participant_id: int, key: Callable[[Item], int]
) -> list[Item]:
    """Return the items in the order of one participant's phone.

    Args:
        seed: what the order is for, such as the id of a contest.
        key: returns the number that identifies an item on the phone, such as its id.
    """
    return sorted(
        items, key=lambda item: (mixed(f"{seed}:{participant_id}:{key(item)}"), key(item))
    )


def mixed(text: str) -> int:
    """Return a 32-bit hash: FNV-1a, followed by the finalizer of MurmurHash3 to mix all bits."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = ((found ^ byte) * 0x01000193) & WORD
    found = ((found ^ found >> 16) * 0x85EBCA6B) & WORD
    found = ((found ^ found >> 13) * 0xC2B2AE35) & WORD
    return found ^ found >> 16
