"""Receipts of ballots from the plain page, derived from a secret in the browser's session cookie.

Browsers drop a cookie of more than 4 KB, so it cannot contain a receipt for each ballot of
everybody who shares a phone. Cookies of earlier versions contain some.
"""

import hashlib
import hmac
import secrets
from collections.abc import MutableMapping
from typing import Any

SECRET, EARLIER = "receipt_secret", "receipts"
DIGITS = 32  # of a receipt, in hexadecimal: 128 bits


def receipt_for(cookie: MutableMapping[str, Any], about: str) -> str:
    """Return the receipt for a contest or the survey, always the same in one browser."""
    earlier = cookie.get(EARLIER, {}).get(about)
    if earlier:
        return str(earlier[0])
    if SECRET not in cookie:
        cookie[SECRET] = secrets.token_hex(16)
    return hmac.new(cookie[SECRET].encode(), about.encode(), hashlib.sha256).hexdigest()[:DIGITS]
