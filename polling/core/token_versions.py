"""Epochs: a link, a badge or a session holds in the epoch that it was made in, and in no other."""

import secrets

BITS = 30  # what both databases hold as an integer, and room to raise it


def first_epoch() -> int:
    """Where the epochs of something new begin: somewhere, so that no older link ever meets it.

    A database may give the id of what was deleted again; a link names an id and an epoch.
    """
    return secrets.randbits(BITS)
