"""What a ballot is stored under and what is published of it.

The phone makes a receipt of 128 random bits before it sends. The server stores the ballot under
an HMAC of it, so that the database alone does not say which receipt is whose, and publishes a
hash over contest, receipt and choices, so that the phone can find its own line and nobody else's.
"""

import hashlib
import hmac
import json
from typing import Any


def canonical(choices: Any) -> str:
    """Choices as the one text that is stored and hashed."""
    return json.dumps(choices, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def ballot_key(secret: str, contest_id: str, receipt: str) -> str:
    """The key that a ballot is stored under: 64 hex digits."""
    message = f"ballot:{contest_id}:{receipt}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def digest(contest_id: str, receipt: str, choices: str) -> str:
    """The ballot's line in the published list: SHA-256 over contest, receipt and choices."""
    return hashlib.sha256(f"{contest_id}:{receipt}:{choices}".encode()).hexdigest()


def list_digest(digests: list[str]) -> str:
    """The hash of a published list: SHA-256 over its sorted lines, each ended by a newline."""
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(digests)).encode()).hexdigest()
