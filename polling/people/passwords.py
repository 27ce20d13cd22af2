"""Organizers' passwords: which are accepted, hashing and checking.

Argon2 is slow on purpose, so it works in a real thread. Do not call these inside a transaction:
every writer would wait.
"""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.threads import run_in_thread

SHORTEST = 10  # characters that can be seen
FEWEST_DIFFERENT = 5  # "aaaaaaaaaa" and "1212121212" are the first that anybody tries
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols without ink

_hasher = PasswordHasher()
_NOBODYS = _hasher.hash(secrets.token_hex(16))  # tried in vain, so that guessing takes as long


def require_good(password: str, email: str) -> None:
    """BadInput unless the password is long and varied enough, and not the e-mail address."""
    seen = [sign for sign in password if _has_ink(sign)]
    if len(seen) < SHORTEST:
        raise BadInput(_("Choose a password of at least %(count)s characters.", count=SHORTEST))
    if len(set(seen)) < FEWEST_DIFFERENT:
        raise BadInput(_("Choose a password that is harder to guess."))
    if password.strip().lower() in {email, email.partition("@")[0]}:
        raise BadInput(_("Choose a password that is harder to guess."))


def hashed(password: str) -> str:
    """The Argon2 hash of a password."""
    return run_in_thread(_hasher.hash, password)


def fits(password: str, kept: str | None) -> bool:
    """Whether `kept` is this password's hash; takes as long if there is none."""
    try:
        return run_in_thread(_hasher.verify, kept or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False


def _has_ink(sign: str) -> bool:
    """Whether a character can be seen: no space, control or blank letter."""
    return unicodedata.category(sign)[0] not in "CZ" and sign not in BLANK_LETTERS
