"""The titles of practice copies: that of the original behind a prefix."""

LONGEST = 200  # characters
_PREFIX = "Practice run: "
_EARLIER = "Rehearsal: "  # in older copies


def title_of_copy(title: str) -> str:
    """Return the title of a practice copy, which lists of workshops show."""
    return f"{_PREFIX}{title}"[:LONGEST]


def title_of_original(title: str) -> str:
    """Return the title without the prefix: a report says in another way that it is practice."""
    return title.removeprefix(_PREFIX).removeprefix(_EARLIER)
