"""Organizers' passwords. Argon2 is slow on purpose, so it works in a real thread.

Call these in no transaction: whoever wants to write would wait for them.
"""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from polling.errors import BadInput
from polling.i18n import _
from polling.threads import in_a_thread

SHORTEST = 10  # characters

_hasher = PasswordHasher()
_NOBODYS = _hasher.hash(secrets.token_hex(16))  # tried in vain, so that guessing takes as long


def hashed(password: str) -> str:
    """What is kept of a password; BadInput if it is too short, spaces around it left aside."""
    if len(password.strip()) < SHORTEST:
        raise BadInput(
            _("Please choose a password of at least %(count)s characters.", count=SHORTEST)
        )
    return in_a_thread(_hasher.hash, password)


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password of which `kept` was kept; it takes as long if nothing was."""
    try:
        return in_a_thread(_hasher.verify, kept or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
