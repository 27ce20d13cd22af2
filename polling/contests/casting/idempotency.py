"""Revisions: the rule for everything that a phone sends again until it is acknowledged.

A ballot, the answers to the survey, or a dissent note may arrive twice, late or out of order, also
after the close. A newer revision replaces the stored one. A revision that is already stored, or
that was overtaken by a newer one, is acknowledged and changes nothing. A different content with the
same revision is refused, and the phone sends it again with a higher one.
"""

from enum import StrEnum


class Arrival(StrEnum):
    """How a received revision compares with the stored one."""

    NEW = "new"
    KNOWN = "known"
    STALE = "stale"


def arrival(revision: int, stored: int | None, *, same: bool) -> Arrival:
    """Compare this revision with the stored one; `same` tells whether the contents are equal."""
    if stored is None or revision > stored:
        return Arrival.NEW
    return Arrival.KNOWN if same or revision < stored else Arrival.STALE
