"""The first version of a token: a link, badge or login is valid while it has the stored version."""

import secrets

BITS = 30  # fits an integer column of both databases, with room to increment


def first_token_version() -> int:
    """Return a random initial version for a new row.

    A database may reuse the id of a deleted row. A token names an id and a version, so with random
    versions a token of the deleted row is not valid for the new one.
    """
    return secrets.randbits(BITS)
