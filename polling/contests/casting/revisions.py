"""Revisions: one rule for everything that a phone retries until it is acknowledged.

A ballot, answers to the survey and a dissent note may come twice, late or out of order, also after
the close. What is newer than what is stored replaces it. What is stored already, or was overtaken
on its way, is counted and changes nothing. Something else under the same number is neither: it is
refused, and its phone sends it again with a higher one.
"""

from enum import StrEnum


class Arrival(StrEnum):
    """How a received revision compares with the stored one."""

    NEW = "new"
    KNOWN = "known"
    STALE = "stale"


def arrival(revision: int, stored: int | None, *, same: bool) -> Arrival:
    """Compare this revision with the stored one; `same` says whether the contents are equal."""
    if stored is None or revision > stored:
        return Arrival.NEW
    return Arrival.KNOWN if same or revision < stored else Arrival.STALE
