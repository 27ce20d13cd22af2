"""A ballot's key in the database and its line in the published list.

The phone creates a receipt of 128 random bits before it sends the ballot. The server stores the
ballot under an HMAC of voter and receipt. So the database alone does not disclose whose ballot it
is, and a receipt is useless to anybody but its voter. The server publishes a hash of contest,
receipt and choices, by which each phone finds its own ballot.
"""

import hashlib
import hmac
import json
from typing import Any, NamedTuple

_canonical = json.JSONEncoder(separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def canonical(choices: Any) -> str:
    """Return choices as canonical text, for storing and hashing."""
    return _canonical.encode(choices)


class Keys(NamedTuple):
    """The keys (64 hex digits) under which a voter's ballot may be stored.

    `earlier` is the key used by previous versions, which did not include the voter. It is only used
    to find ballots that were cast before an update of the server, so that a vote can be open during
    the update. Anybody with the receipt can compute it, so it is only accepted from people who have
    voted.
    """

    own: str
    earlier: str


def ballot_keys(secret: str, about: str, voter: int | None, receipt: str) -> Keys:
    """Return the keys for a voter's receipt. `about` is the contest's id or another purpose."""
    own = _hmac(secret, f"ballot:{about}:{voter}:{receipt}")
    return Keys(own, _hmac(secret, f"ballot:{about}:{receipt}"))


def paper_key(secret: str, contest_id: str, receipt: str) -> str:
    """Return the key of a paper ballot, which phones cannot compute from the receipt."""
    return _hmac(secret, f"ballot:paper:{contest_id}:{receipt}")


def _hmac(secret: str, message: str) -> str:
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def digest(contest_id: str, receipt: str, choices: str) -> str:
    """Return the ballot's line in the published list: SHA-256 of contest, receipt and choices."""
    return hashlib.sha256(f"{contest_id}:{receipt}:{choices}".encode()).hexdigest()
