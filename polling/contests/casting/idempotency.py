"""Revisions: the rule for everything that a phone sends again until it is acknowledged.

A ballot, the answers to the survey, or a dissent note may arrive twice, late or out of order, also
after the close. A newer revision replaces the stored one. A revision that is already stored, or
that was overtaken by a newer one, is acknowledged and changes nothing. A different content with the
same revision is refused, and the phone sends it again with a higher one.

Each close of a vote or survey begins a new *round* of revisions and gives all stored contents the
same revision: a person seen voting five times would own the only revision 5. So the server no
longer knows which contents of earlier rounds were overtaken, and refuses all but the stored one. A
phone that still waits for an acknowledgement sends them again with a revision of the new round; a
copy that was delayed on the way has no phone that waits for it.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

ROUND = 1_000_000  # revisions
Revision = Annotated[int, Field(ge=1, lt=2_000 * ROUND)]


class Arrival(StrEnum):
    """How a received revision compares with the stored one."""

    NEW = "new"
    KNOWN = "known"
    STALE = "stale"


def arrival(revision: int, stored: int, *, same: bool) -> Arrival:
    """Compare this revision with the stored one (0 if nothing is stored).

    `same` tells whether the contents are equal.
    """
    if revision // ROUND == stored // ROUND and revision != stored:
        return Arrival.NEW if revision > stored else Arrival.KNOWN
    return Arrival.KNOWN if same else Arrival.STALE


def first_of_next_round(highest: int) -> int:
    """Return the revision that all contents get at the close, given their highest."""
    return (highest // ROUND + 1) * ROUND
