"""A reason why one can't go on yet, or had better not: what it says, and what it is about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """One of the things that a reason is about; `place` is its element on the stage's console."""

    name: str
    place: str = ""


@dataclass(frozen=True)
class Reason:
    """What is to settle, in a sentence with its count, and the things that it is about.

    A blocking one must be settled; another may be overruled by going on.
    """

    text: str
    blocks: bool = True
    about: tuple[About, ...] = ()


def where_there_are_any(*found: tuple[str, bool, tuple[About, ...]]) -> list[Reason]:
    """Those reasons, each a text, whether it blocks and what it is about, that are about any."""
    return [Reason(*one) for one in found if one[2]]
