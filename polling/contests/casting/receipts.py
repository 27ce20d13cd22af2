"""A ballot's key in the database and its line in the published list.

The phone makes a receipt of 128 random bits before it sends. The server stores the ballot under
an HMAC of voter and receipt: the database alone does not say which ballot is whose, and a receipt
opens nothing to anybody but its voter. It publishes a hash over contest, receipt and choices, in
which each phone finds its own ballot.
"""

import hashlib
import hmac
import json
from typing import Any, NamedTuple


def canonical(choices: Any) -> str:
    """Choices as the one text that is stored and hashed."""
    return json.dumps(choices, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


class Keys(NamedTuple):
    """The keys, of 64 hex digits, that a voter's ballot may be stored under.

    `earlier` left the voter out. Ballots are no longer stored under it, but those of before the
    update are found by it, so that a vote that is open during the update loses none. As anybody
    can make it from the receipt, it counts only for people who have voted.
    """

    own: str
    earlier: str


def ballot_keys(secret: str, about: str, voter: int | None, receipt: str) -> Keys:
    """The keys for a voter's receipt. `about` is the contest's id, or names what else is kept."""
    own = _hmac(secret, f"ballot:{about}:{voter}:{receipt}")
    return Keys(own, _hmac(secret, f"ballot:{about}:{receipt}"))


def paper_key(secret: str, contest_id: str, receipt: str) -> str:
    """The key of a paper ballot: no phone can make it from the receipt, which organizers see."""
    return _hmac(secret, f"ballot:paper:{contest_id}:{receipt}")


def _hmac(secret: str, message: str) -> str:
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def digest(contest_id: str, receipt: str, choices: str) -> str:
    """The ballot's line in the published list: SHA-256 over contest, receipt and choices."""
    return hashlib.sha256(f"{contest_id}:{receipt}:{choices}".encode()).hexdigest()


def list_digest(digests: list[str]) -> str:
    """The hash of a published list: SHA-256 over its sorted lines, each ended by a newline."""
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(digests)).encode()).hexdigest()
