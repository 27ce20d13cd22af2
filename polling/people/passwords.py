"""Organizers' passwords: requirements, hashing and verification.

Argon2 is slow on purpose, so it runs in a native thread, one password at a time: strangers who send
many cannot slow down the room. Senders take turns, so somebody who sends many cannot delay others
either. Do not call these functions inside a transaction, because all writers would wait.
"""

import secrets
import unicodedata
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.threads import run_in_thread
from polling.core.turns import Line

SHORTEST = 10  # visible characters
FEWEST_DIFFERENT = 5  # "aaaaaaaaaa" and "1212121212" are easy to guess
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # invisible letters and symbols


def _fitting_none(hasher: PasswordHasher) -> str:
    """Return a hash that takes as long to check as any other, but no time to make."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (hasher.salt_len, hasher.hash_len)
    )
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


_line = Line(at_once=1, of_one=1)
_hasher = PasswordHasher(parallelism=1)
_NOBODYS = _fitting_none(_hasher)  # so that unknown accounts take as long


def require_good(password: str, email: str) -> None:
    """Raise BadInput unless the password is long and varied enough, and not the e-mail address."""
    seen = [sign for sign in password if _has_ink(sign)]
    if len(seen) < SHORTEST:
        raise BadInput(_("Choose a password of at least %(count)s characters.", count=SHORTEST))
    if len(set(seen)) < FEWEST_DIFFERENT:
        raise BadInput(_("Choose a password that is harder to guess."))
    if password.strip().lower() in {email, email.partition("@")[0]}:
        raise BadInput(_("Choose a password that is harder to guess."))


def hashed(password: str, sender: str) -> str:
    """Return the Argon2 hash of a password, when it is the sender's turn."""
    with _line.turn(sender):
        return run_in_thread(_hasher.hash, password)


def fits(password: str, kept: str | None, sender: str) -> bool:
    """Return whether `kept` is this password's hash; takes equally long if there is none."""
    try:
        with _line.turn(sender):
            return run_in_thread(_hasher.verify, kept or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False


def renewed(password: str, kept: str | None, sender: str) -> str:
    """Return the hash of a right password with today's parameters: `kept`, if it has them."""
    return kept if kept and not _hasher.check_needs_rehash(kept) else hashed(password, sender)


def _has_ink(sign: str) -> bool:
    """Return whether a character is visible: no space, control or blank letter."""
    return unicodedata.category(sign)[0] not in "CZ" and sign not in BLANK_LETTERS
